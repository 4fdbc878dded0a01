// Package words holds every sentence hiroba shows, by house and language. A file
// is house.ja.txt or house_part.ja.txt; each line is key = text, and each key
// begins with the house's name.
package words

import "embed"

// FS is the catalogue's files.
//
//go:embed *.txt
var FS embed.FS
