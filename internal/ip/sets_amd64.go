package ip

//go:noescape
func addressSets(p *[Window]byte) (colon, digit uint64)

//go:noescape
func places(p *[Chunk]byte, a, b byte) (as, bs uint64)
