package subnet

import "iter"

// Node is an item in its place among the others.
type Node struct {
	Item
	Index int  // how many items were added before it
	Depth int  // how many of the items are around it, one in another
	Again bool // the same addresses as an item just before, at the same depth
}

// Tree walks the items of s in order with their depth: each below the smallest
// item that holds it. Items with the same addresses stand at the same depth. It
// keeps as many ranges as the tree is deep. A range that only partly overlaps
// another is not below it. Reverse plays no part.
func (s *Sorter) Tree(o Sorting) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		var above []Range
		o.Reverse = false
		for i, it := range s.All(o) {
			for len(above) > 0 && !above[len(above)-1].Contains(it.Range) {
				above = above[:len(above)-1]
			}
			again := len(above) > 0 && above[len(above)-1] == it.Range
			if !again {
				above = append(above, it.Range)
			}
			if !yield(Node{it, i, len(above) - 1, again}) {
				return
			}
		}
	}
}
