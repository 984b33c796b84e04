// Package hextet is hextet on Apache Beam: transforms for pipelines of more
// addresses than one machine can take. The same pipeline runs on Flink, Spark,
// Google Dataflow, and, for tests and a single machine, on Beam's own Prism.
//
//	p, s := beam.NewPipelineWithRoot()
//	blocks := hextet.ReadFiles(s, "gs://logs/2026-11-*.gz")
//	items, bad := hextet.ParseLines(s, blocks, hextet.ParseOptions{InText: true})
//	counts := hextet.CountByPrefix(s, items, hextet.CountOptions{Length6: 48, Length4: 24})
//	hextet.WriteLines(s, "gs://logs/networks", hextet.CountRecords(s, counts, hextet.JSONL))
//	hextet.WriteLines(s, "gs://logs/bad", hextet.BadRecords(s, bad))
//
// Text comes in as [Block] values: some hundred lines at a time with the place where
// they are, because handing over an element costs Beam more than reading a
// line does. [ReadFiles] makes them; [ParseLines] takes plain strings too, as
// textio and other sources give them.
//
// What is not an address is never dropped: it is in the second output of
// ParseLines, with its place and the reason.
package hextet
