// Package hextet provides Apache Beam transforms for IPv6 and IPv4 addresses, for data
// that does not fit on one machine. The same pipeline runs on Flink, Spark and Google
// Dataflow and, for tests and single machines, on Beam's own Prism.
//
//	p, s := beam.NewPipelineWithRoot()
//	blocks := hextet.ReadFiles(s, "gs://logs/2026-11-*.gz")
//	items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{InText: true})
//	counts := hextet.CountByPrefix(s, items, hextet.CountOptions{Length6: 48, Length4: 24})
//	hextet.WriteLines(s, "gs://logs/networks", hextet.CountRecords(s, counts, hextet.JSONL))
//	hextet.WriteLines(s, "gs://logs/bad", hextet.BadRecords(s, bad))
//
// Text is passed as [Block] values, thousands of lines at a time, because passing on an
// element costs Beam more than reading a line. [ReadFiles] makes them; [ParseLines]
// also takes plain strings from any other source.
//
// Lines that cannot be parsed are never dropped: they go to the second output of
// ParseLines, each with its place and the reason.
package hextet
