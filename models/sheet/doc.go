// Package sheet reads and writes tables as people keep them in files: CSV in
// the encodings and with the separators that spreadsheets produce, and XLSX.
// It says by line and column what is wrong with a file. What the columns mean,
// and what becomes of the rows, is for its callers to say.
package sheet
