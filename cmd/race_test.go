//go:build race

package cmd

// The race detector allocates where the program does not.
func init() { raceDetector = true }
