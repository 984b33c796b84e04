#!/bin/sh
# Do hextet extract and ipv6calc find the same IPv4 addresses?
#
# usage: bench/ipv6calc-agree.sh [COUNT [SEED]]
#
# Makes COUNT (10000) seeded addresses, a fifth each IPv4-mapped, 6to4, Teredo,
# ISATAP and NAT64, gives them to both and prints each difference; exit 1 when
# there is one. HEXTET names the program (hextet). Needs ipv6calc and awk.
#
# ipv6calc takes some addresses of 240.0.0.0/4 for ones that it has anonymized
# itself and gives up on them half way with status 1 (seen with 1.0.0 and
# 247.0.0.0/8); these are counted and left out.
set -eu
count=${1:-10000} seed=${2:-20261120} hextet=${HEXTET:-hextet}
command -v ipv6calc >/dev/null || { echo "ipv6calc-agree: needs ipv6calc" >&2; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

awk -v count="$count" -v seed="$seed" '
	function group() { return sprintf("%x", int(rand() * 65536)) }
	function v4() { return group() ":" group() }
	function iid() { return v4() ":" v4() }
	BEGIN {
		srand(seed)
		split("fe80:0:0:0 2001:db8:1:2", prefix, " ")
		split("0 200", u, " ")
		for (i = 0; i < count; i++) {
			if (i % 5 == 0) print "0:0:0:0:0:ffff:" v4()
			if (i % 5 == 1) print "2002:" v4() ":" group() ":" iid()
			if (i % 5 == 2) print "2001:0:" v4() ":" iid()
			if (i % 5 == 3) print prefix[1 + int(rand() * 2)] ":" u[1 + int(rand() * 2)] ":5efe:" v4()
			if (i % 5 == 4) print "64:ff9b:0:0:0:0:" v4()
		}
	}' >"$dir/addresses"

# Both lists of what was found have lines: address, mechanism, role, IPv4 address, port.
"$hextet" extract --fields input,mechanism,role,address,port <"$dir/addresses" >"$dir/all"

: >"$dir/given-up"
while read -r address; do
	if ! ipv6calc -q -m -i "$address" >"$dir/one" 2>/dev/null; then
		echo "$address" >>"$dir/given-up"
		continue
	fi
	awk -v a="$address" '
		BEGIN {
			word["COMPAT/MAPPED"] = "ipv4-mapped\taddress"; word["NAT64"] = "nat64\taddress"
			word["6TO4"] = "6to4\trouter"; word["ISATAP"] = "isatap\thost"
			word["TEREDO-SERVER"] = "teredo\tserver"; word["TEREDO-CLIENT"] = "teredo\tclient"
		}
		/^IPV4_SOURCE\[/ {
			split($0, part, /\[|\]=/)
			found[part[3]] = part[2]
		}
		/^TEREDO_PORT_CLIENT=/ { sub(/.*=/, ""); port = $0 }
		END {
			for (s in found)
				printf "%s\t%s\t%s\t%s\n", a, s in word ? word[s] : s "\t?", found[s], s == "TEREDO-CLIENT" ? port : ""
		}' "$dir/one"
done <"$dir/addresses" | sort >"$dir/ipv6calc"
awk -F '\t' 'FILENAME != "-" { skip[$1]; next } !($1 in skip)' "$dir/given-up" - <"$dir/all" | sort >"$dir/hextet"

echo "ipv6calc gave up on $(wc -l <"$dir/given-up") addresses"
echo "$(wc -l <"$dir/hextet") found by hextet, $(wc -l <"$dir/ipv6calc") by ipv6calc in $count addresses"
diff "$dir/hextet" "$dir/ipv6calc"
