// Package mmdb looks up addresses in MaxMind databases (GeoLite2, DB-IP, IPinfo) and
// returns selected fields of the records as text and JSON.
//
// A [DB] is the file; a [View] is the file with a selection of fields. Networks share
// records, and a view decodes each record only once.
//
// Databases store IPv4 addresses in ::/96, and other prefixes, such as those of 6to4
// and Teredo, point there: the result for 2002:c000:201::1 is that for 192.0.2.1.
// [Record.Looked] is the address that was actually looked up.
package mmdb
