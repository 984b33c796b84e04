package main

// answersNo says when a command's exit status is 1.
var answersNo = map[string]string{}

// environment is what every command heeds.
const environment = `
NO_COLOR
  If not empty, no colour is used unless --color always is given.
TERM
  No colour is used on a terminal of the kind "dumb".
LC_ALL, LC_CTYPE, LANG
  The first that is set says whether the terminal shows more than ASCII: a
  UTF-8 locale does.
GOMAXPROCS
  The number of cores that work on large input; all of them unless set.`

// completionEnvironment is what the scripts heed.
const completionEnvironment = `
HEXTET_COMPLETION_DESCRIPTIONS
  With 0 the scripts complete words without their descriptions.
HEXTET_ACTIVE_HELP
  With 0 the scripts do not say what is wanted where nothing can be listed.
COBRA_COMPLETION_DESCRIPTIONS, COBRA_ACTIVE_HELP
  The same for every program whose completions are made in this way.`

// files are the files that a command looks at, or those of a package.
var files = map[string]string{
	"hextet": `
/usr/share/bash-completion/completions/hextet
/usr/share/zsh/vendor-completions/_hextet
/usr/share/fish/vendor_completions.d/hextet.fish
  The completion scripts, where a package put them. hextet has no
  configuration and keeps no state.`,
	"hextet completion": `
/usr/share/bash-completion/completions/hextet
/usr/share/zsh/vendor-completions/_hextet
/usr/share/fish/vendor_completions.d/hextet.fish
  The scripts, where a package put them.`,
}
