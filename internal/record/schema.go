package record

import "slices"

// AppendSchema appends the JSON Schema (2020-12) of the records of command.
// doc says what the command does.
func AppendSchema(b []byte, command, doc string, fields []Info) []byte {
	b = append(b, "{\n"...)
	b = append(b, `  "$schema": "https://json-schema.org/draft/2020-12/schema",`+"\n"...)
	b = append(b, `  "title": `...)
	b = AppendQuoted(b, command)
	b = append(b, ",\n"+`  "description": `...)
	b = AppendQuoted(b, doc)
	b = append(b, ",\n"...)
	if len(fields) > 0 && fields[0].Name == inputName {
		fields = append(fields[:len(fields):len(fields)], errorInfo)
		for _, f := range locatedInfos {
			if !slices.ContainsFunc(fields, func(g Info) bool { return g.Name == f.Name }) {
				fields = append(fields, f)
			}
		}
	}
	b = appendShape(b, fields, "  ")
	if len(fields) > 0 && fields[0].Name == inputName {
		b = append(b, ",\n"+`  "required": ["input"]`...)
	}
	return append(b, "\n}\n"...)
}

// errorInfo is what stands beside the input where nothing else could be said.
var errorInfo = Info{
	Name: "error", Type: String,
	Doc: "why the item could not be worked out, with --on-error keep; then there is only this and input",
}

// locatedInfos describe where a Located item stands.
var locatedInfos = [...]Info{
	{Name: "line", Doc: "with --in-text: the number of its line, counted from 1", Type: Integer},
	{Name: "start", Doc: "with --in-text: where it begins in the line, in bytes, counted from 0", Type: Integer},
	{Name: "end", Doc: "with --in-text: where it ends: the first byte after it", Type: Integer},
	{Name: "text", Doc: "with --in-text: the bytes from start to end", Type: String},
}

// appendShape appends the members that describe an object with fields.
func appendShape(b []byte, fields []Info, indent string) []byte {
	b = append(b, indent...)
	b = append(b, `"type": "object",`+"\n"...)
	b = append(b, indent...)
	b = append(b, `"properties": {`...)
	others := -1
	for i, f := range fields {
		if f.Name == OthersName {
			others = i
			continue
		}
		if i > 0 && others != 0 {
			b = append(b, ',')
		}
		b = append(b, '\n')
		b = append(b, indent...)
		b = append(b, "  "...)
		b = AppendQuoted(b, f.Name)
		b = append(b, ": {\n"...)
		in := indent + "    "
		b = append(b, in...)
		b = append(b, `"description": `...)
		b = AppendQuoted(b, f.Doc)
		b = append(b, ",\n"...)
		b = appendType(b, f, in)
		b = append(b, '\n')
		b = append(b, indent...)
		b = append(b, "  }"...)
	}
	b = append(b, '\n')
	b = append(b, indent...)
	b = append(b, '}')
	if others < 0 {
		return b
	}
	b = append(b, ",\n"...)
	b = append(b, indent...)
	b = append(b, `"additionalProperties": {`+"\n"...)
	in := indent + "  "
	b = append(b, in...)
	b = append(b, `"description": `...)
	b = AppendQuoted(b, fields[others].Doc)
	b = append(b, ",\n"...)
	b = appendType(b, fields[others], in)
	b = append(b, '\n')
	b = append(b, indent...)
	return append(b, '}')
}

func appendType(b []byte, f Info, indent string) []byte {
	switch f.Type {
	case Object:
		return appendShape(b, f.Fields, indent)
	case List:
		b = append(b, indent...)
		b = append(b, `"type": "array",`+"\n"...)
		b = append(b, indent...)
		b = append(b, `"items": {`+"\n"...)
		b = appendShape(b, f.Fields, indent+"  ")
		b = append(b, '\n')
		b = append(b, indent...)
		return append(b, '}')
	}
	b = append(b, indent...)
	switch f.Type {
	case Any:
		return append(b, `"type": ["string", "number", "boolean", "object", "array"]`...)
	case Big:
		return append(b, `"type": "string", "pattern": "^-?[0-9]+$"`...)
	case Integer:
		return append(b, `"type": "integer"`...)
	case Decimal:
		return append(b, `"type": "number"`...)
	case Decimals:
		return append(b, `"type": "array", "items": {"type": "number"}`...)
	case Boolean:
		return append(b, `"type": ["boolean", "null"]`...)
	case Strings:
		b = append(b, `"type": "array", "items": {"type": "string"`...)
		b = appendWords(b, f.Words)
		return append(b, '}')
	}
	b = append(b, `"type": "string"`...)
	return appendWords(b, f.Words)
}

func appendWords(b []byte, words []string) []byte {
	if len(words) == 0 {
		return b
	}
	b = append(b, `, "enum": [`...)
	for i, w := range words {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = AppendQuoted(b, w)
	}
	return append(b, ']')
}
