// Package ip is the leaf under all packages: addresses as numbers, and the
// scanner and writer that read and write them without allocation.
//
// An [Item] is an address as a cursor finds it in a line, with its zone and
// prefix length. Its digits stay as they were scanned until a caller asks for
// the number, since most commands write one spelling for another.
//
// Nothing here judges bad text: whatever the scanner does not take is for the
// parsers of package addr, which know the reason.
package ip
