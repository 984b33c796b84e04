package cmd_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

// onTerminal returns what a command prints on a terminal of 80 columns.
func onTerminal(args, input string) string {
	var out bytes.Buffer
	cmd.Main(strings.Fields(args), cli.Streams{
		In: strings.NewReader(input), Out: &out, Err: io.Discard, OutTerminal: true,
		Env: func(name string) string { return map[string]string{"LANG": "C.UTF-8"}[name] },
	})
	return out.String()
}

// TestCardsOnTerminal: commands whose text is columns in a pipe draw cards, or lists of
// the same look, on a terminal.
func TestCardsOnTerminal(t *testing.T) {
	for _, tt := range []struct{ name, args, want string }{
		{"facts", "subnet info 192.0.2.77/26", `
192.0.2.64/26

  first      192.0.2.64
  last       192.0.2.127
  addresses  64
  mask       255.255.255.192  wildcard 0.0.0.63
  hosts      192.0.2.65-192.0.2.126  62 usable
  broadcast  192.0.2.127

  address    192.0.2.77  as written, with host bits
  parent     192.0.2.0/25
  reverse    64.2.0.192.in-addr.arpa
             65.2.0.192.in-addr.arpa
             66.2.0.192.in-addr.arpa
             67.2.0.192.in-addr.arpa
             and 60 more zones

  - host bits are set (RFC 4632 section 3.1)
  - classless reverse zone 64/26.2.0.192.in-addr.arpa (RFC 2317 section 4)
`},
		{"a range", "subnet info 192.0.2.1-192.0.2.6", `
192.0.2.1-192.0.2.6

  first      192.0.2.1
  last       192.0.2.6
  addresses  6
`},
		{"a group, with what is wrong with it", "multicast decode ff7e:140:fe80::1", `
ff7e:140:fe80::1
Multicast group of fe80::/64, global scope

  0    16   32   48   64   80   96   112  128
  ff7e:0140:fe80:0000:0000:0000:0000:0001
  ├┘││ ││├┘ └────────┬────────┘ └───┬───┘
  │ ││ │││           │              └─ group   0000:0001
  │ ││ │││           └──────────────── prefix  fe80::/64  of the owner
  │ ││ ││└──────────────────────────── plen    64        length of the prefix
  │ ││ │└───────────────────────────── RIID    1         last digit of the RP
  │ ││ └────────────────────────────── ff2     0         must be zero
  │ │└──────────────────────────────── scope   e         global
  │ └───────────────────────────────── flags   7         R P T: rendezvous point
  └─────────────────────────────────── prefix  ff00::/8  multicast

  group     embedded-rp
  owner     fe80::/64  RFC 3306
  flag X    0  no meaning yet
  flag R    1  rendezvous point
  flag P    1  prefix-based
  flag T    1  transient
  Ethernet  33:33:00:00:00:01  RFC 2464

  ! the rendezvous point is in fe80::/10, ::/16 or ff00::/8 (RFC 3956 section 4)
`},
		{"a block of groups", "multicast decode 233.0.0.0/8", `
233.0.0.0/8
Block of 2^24 addresses, multicast, GLOP Block, AD-HOC Block III, global scope

  0        /8       16       24       32
       233.       0.       0.       0
  11101001.00000000.00000000.00000000
  └──┬───┘ └───────────┬────────────┘
     │                 └─ free    24 free bits
     └─────────────────── prefix  233.0.0.0/8  GLOP Block

  group  mixed
  block  GLOP Block, AD-HOC Block III
`},
		{"what is too wide for a table", "privacy identify --mac 00:00:5e:00:53:01 fe80::200:5eff:fe00:5301", `
  address  fe80::200:5eff:fe00:5301
  system   eui64
  mac      00:00:5e:00:53:01
  detail   reserved: Reserved IPv6 Interface Identifiers corresponding to the
           IANA Ethernet Block (RFC 5453), ff:fe in the middle: likely made from
           the MAC of the interface (RFC 4291 appendix A)
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := onTerminal(tt.args, "")
			if want := tt.want[1:]; uncolored(got) != want {
				t.Errorf("got\n%swant\n%s", uncolored(got), want)
			}
			if !strings.Contains(got, "\x1b[1m") || !strings.Contains(got, "\x1b[2m") {
				t.Errorf("no bold or no faint text: %q", got)
			}
		})
	}
}
