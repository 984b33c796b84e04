// Command empty does nothing: the floor of start-up time.
package main

func main() {}
