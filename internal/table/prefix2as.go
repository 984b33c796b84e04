package table

import (
	"strconv"
	"strings"
)

// Routeviews prefix-to-AS mappings (pfx2as): network, length and origin,
// separated by tabs. An origin with commas is a set, with underscores
// several origins:
//
//	1.0.0.0     24  13335
//	1.0.64.0    18  2519_18144
//	2001:200::  32  2500
func prefix2asLayout() layout {
	return layout{format: Prefix2AS, sep: '\t', span: spanLength, columns: 3, names: []string{"asn"}, label: 0}
}

func isPrefix2AS(rows []string) bool {
	for _, row := range rows {
		f := strings.Split(row, "\t")
		if len(f) != 3 || strings.Trim(f[2], "0123456789,_") != "" || trim(f[2]) == "" {
			return false
		}
		a, ok := isAddr(f[0])
		if n, err := strconv.ParseUint(f[1], 10, 8); !ok || err != nil || int(n) > a.BitLen() {
			return false
		}
	}
	return len(rows) > 0
}
