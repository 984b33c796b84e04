// Package fields defines the record fields that several commands share, so that the
// same fact has the same name, text and JSON everywhere.
package fields
