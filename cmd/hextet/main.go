// Command hextet says what IPv6 addresses are and turns them into one another.
package main

import (
	"os"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

func main() {
	os.Exit(cmd.Main(os.Args[1:], cli.System()))
}
