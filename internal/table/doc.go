// Package table reads tables that map prefixes to labels and other columns, and looks up
// addresses in them.
//
// The formats, which [Auto] distinguishes by the content:
//
//	list       2001:db8:1::/48 Vienna, second floor      PREFIX LABEL lines
//	csv        network,asn,name                          RFC 4180; commas or semicolons
//	tsv        1.0.0.0<TAB>1.0.0.255<TAB>13335<TAB>US
//	rir        apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated|A92D9378
//	prefix2as  1.0.0.0<TAB>24<TAB>13335
//
// The address of a row is anything that [subnet.Parse] accepts: an address, a prefix or a
// range, IPv4 also with a mask. It may also have two columns: an IPv4 network and its
// mask, or the first and the last address.
//
// In a list, CSV or TSV a first row without an address is a header and names the columns.
// Blank lines and lines that begin with # are skipped.
package table
