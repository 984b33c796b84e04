// Package mmdb looks addresses up in MaxMind databases (GeoLite2, DB-IP, IPinfo)
// and gives chosen fields of the records as text and JSON.
//
// A [DB] is the file; a [View] is the file with the fields that are wanted of it. A view decodes each
// record of the file once: records are shared by many networks, so a stream of
// addresses mostly finds texts that are there already.
//
// Databases keep IPv4 addresses in ::/96 and let other prefixes point there, 6to4
// and Teredo among them: the answer for 2002:c000:201::1 is that for 192.0.2.1.
// [Record.Looked] says which address was looked up.
package mmdb
