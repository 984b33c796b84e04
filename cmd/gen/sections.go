package main

// answersNo says when a command's exit status is 1.
var answersNo = map[string]string{
	"hextet extract":                  "No IPv4 address was found in any item.",
	"hextet grep":                     "No line matched; with -v, every line did.",
	"hextet embed nat64":              "With --discover: the addresses show no prefix.",
	"hextet lint":                     "A fault of the severity of --fail-on or above was found.",
	"hextet multicast solicited-node": "With --member: no item is in the group.",
	"hextet privacy cga":              "With --verify: the address does not hold.",
	"hextet privacy identify":         "No system made any of the addresses from these inputs.",
	"hextet rank":                     "No destination can be used.",
	"hextet subnet match":             "No item matched a prefix.",
	"hextet subnet overlaps":          "No two items overlap.",
}

// environment is what every command heeds.
const environment = `
NO_COLOR
  If not empty, no colour is used unless --color always is given.
TERM
  No colour is used on a terminal of the kind "dumb".
LC_ALL, LC_CTYPE, LANG
  The first that is set says whether the terminal shows more than ASCII: a
  UTF-8 locale does.
GOMAXPROCS
  The number of cores that work on large input; all of them unless set.`

// completionEnvironment is what the scripts heed.
const completionEnvironment = `
HEXTET_COMPLETION_DESCRIPTIONS
  With 0 the scripts complete words without their descriptions.
HEXTET_ACTIVE_HELP
  With 0 the scripts do not say what is wanted where nothing can be listed.
COBRA_COMPLETION_DESCRIPTIONS, COBRA_ACTIVE_HELP
  The same for every program whose completions are made in this way.`

// files are the files that a command looks at, or those of a package.
var files = map[string]string{
	"hextet": `
/usr/share/bash-completion/completions/hextet
/usr/share/zsh/vendor-completions/_hextet
/usr/share/fish/vendor_completions.d/hextet.fish
  The completion scripts, where a package put them. hextet has no
  configuration and keeps no state.`,
	"hextet lint": `
.gitignore, .ignore, .hextetignore
  With -r: what is left out of a folder and below, in the syntax of
  gitignore(5); the last of the three is the strongest.
.git/info/exclude
  The same for a whole repository.`,
	"hextet privacy stable": `
/proc/sys/net/ipv6/conf/INTERFACE/stable_secret
  The secret of --as linux, as an IPv6 address.
/var/lib/NetworkManager/secret_key
  The secret of --as networkmanager: give the file to --secret-file.
/etc/machine-id
  What --machine-id wants, for NetworkManager and systemd-networkd.
/var/lib/dhcpcd/secret
  The secret of --as dhcpcd.
/etc/soii.key
  The secret of --as openbsd.`,
	"hextet rank": `
/etc/gai.conf
  The policy table of glibc: give the file to --policy.
/etc/ip6addrctl.conf
  That of FreeBSD, likewise.
/proc/net/if_inet6, /proc/net/route, /proc/net/ipv6_route
  Without --source: what Linux says of its addresses and routes.`,
	"hextet grep": `
FILE
  The file that -f names, a pattern a line, then whitespace or a comma, then
  its label, which is the rest of the line and may be missing. Blank lines and
  lines that begin with "#" are skipped. Tables of other formats are those of
  hextet-tables(7).`,
	"hextet subnet match": `
TABLE
  The file that --table names, a row a line: a prefix, an address or a range,
  then blanks or a comma, then the label, which is the rest of the line and may
  be missing. Blank lines and lines that begin with "#" are passed over.`,
	"hextet completion": `
/usr/share/bash-completion/completions/hextet
/usr/share/zsh/vendor-completions/_hextet
/usr/share/fish/vendor_completions.d/hextet.fish
  The scripts, where a package put them.`,
}
