//go:build race

package record

// The race detector allocates where the program does not.
func init() { raceDetector = true }
