// Command hextet explains IPv6 addresses, converts them and calculates with them.
package main

import (
	"os"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

func main() {
	os.Exit(cmd.Main(os.Args[1:], cli.System()))
}
