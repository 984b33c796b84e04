package cli

// Windows has no locale variables, and its terminals show Unicode.
const utf8ByDefault = true
