// Package table reads tables that map prefixes to labels and other columns, and
// looks addresses up in them.
//
// A table is one of these; [Auto] tells them apart by their content:
//
//	list       2001:db8:1::/48 Vienna, second floor      PREFIX LABEL lines
//	csv        network,asn,name                          RFC 4180; commas or semicolons
//	tsv        1.0.0.0<TAB>1.0.0.255<TAB>13335<TAB>US
//	rir        apnic|JP|ipv4|1.0.16.0|4096|20110412|allocated|A92D9378
//	prefix2as  1.0.0.0<TAB>24<TAB>13335
//
// The address of a row is whatever [subnet.Parse] reads: an address, a prefix or
// a range, IPv4 also with a mask. It may take two columns, too: an IPv4 network
// and its mask, or the first and the last address.
//
// In a list, a CSV or a TSV, a first row that holds no address is a header and
// names the columns. Blank lines and lines that begin with # are skipped.
package table
