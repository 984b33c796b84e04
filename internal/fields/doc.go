// Package fields has the fields of records that several commands print, so that the same
// fact has the same name, text and JSON everywhere.
package fields
