package cli

// Windows has no locale variables, and its terminals can show Unicode.
const utf8ByDefault = true
