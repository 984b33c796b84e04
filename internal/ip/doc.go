// Package ip is the leaf under all packages: addresses as numbers, and the scanner and
// writer that read and write them without allocation.
//
// An [Item] is an address as it was found in a line, with its zone and prefix length.
// Its digits are converted to a number only when a caller asks for it, since most
// commands just rewrite one spelling as another.
//
// Nothing here reports what is wrong with text: whatever the scanner does not accept is
// left to the parsers of package addr, which give the reason.
// parsers of package addr, which know the reason.
package ip
