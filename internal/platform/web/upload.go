package web

import (
	"errors"
	"io"
	"net/http"
)

// Upload reads the one file of a form, keeping so many bytes of the form in memory. No
// file, or a form without files, is an empty body: a fault of the form for the store to
// tell, not of the program.
func (r Request) Upload(field string, memory int64) (name string, body []byte, err error) {
	if err := r.ParseMultipartForm(memory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return "", nil, err
	}
	f, head, err := r.FormFile(field)
	if err != nil {
		return "", nil, nil
	}
	defer f.Close() //nolint:errcheck // read only
	body, err = io.ReadAll(f)
	return head.Filename, body, err
}
