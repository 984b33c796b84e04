package lintrun

import "io/fs"

func owner(fs.FileInfo) [2]uint32 { return [2]uint32{} }
