package cli

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/eui64"
)

// AddMACFormat adds the flag for how to write MACs.
func AddMACFormat(c *cobra.Command, format *string) {
	AddWord(c, format, "mac-format", "", "the MAC format", []Word{
		{Name: eui64.Colon.String(), Doc: "00:00:5e:00:53:01, as Linux, BSD and macOS print"},
		{Name: eui64.Hyphen.String(), Doc: "00-00-5e-00-53-01, as IEEE and Windows do"},
		{Name: eui64.Dot.String(), Doc: "0000.5e00.5301, as Cisco does"},
		{Name: eui64.Bare.String(), Doc: "00005e005301"},
	})
}
