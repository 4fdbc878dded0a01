// Package sound tells how long a recording is, from its own bytes: WAV, MP3 and MP4 audio.
package sound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"time"
)

// ErrKind says that a file is no recording this package knows, or a broken one.
var ErrKind = errors.New("not a WAV, MP3 or MP4 recording")

// Info is what a recording is.
type Info struct {
	Media  string // audio/wav, audio/mpeg, audio/mp4
	Length time.Duration
}

// Read looks at a recording of so many bytes.
func Read(r io.ReaderAt, size int64) (Info, error) {
	head := make([]byte, 12)
	if n, _ := r.ReadAt(head, 0); n < 12 {
		return Info{}, ErrKind
	}
	switch {
	case string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
		return wav(r, size)
	case string(head[4:8]) == "ftyp":
		return mp4(r, size)
	case string(head[:3]) == "ID3" || head[0] == 0xFF && head[1]&0xE0 == 0xE0:
		return mp3(r, size)
	}
	return Info{}, ErrKind
}

// wav adds up the data chunks at the byte rate of the format chunk.
func wav(r io.ReaderAt, size int64) (Info, error) {
	var rate, data int64
	h := make([]byte, 8)
	for at := int64(12); at+8 <= size; {
		if _, err := r.ReadAt(h, at); err != nil {
			return Info{}, ErrKind
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		switch string(h[:4]) {
		case "fmt ":
			f := make([]byte, 16)
			if _, err := r.ReadAt(f, at+8); err != nil {
				return Info{}, ErrKind
			}
			rate = int64(binary.LittleEndian.Uint32(f[8:]))
		case "data":
			data += min(n, size-at-8)
		}
		at += 8 + n + n&1
	}
	if rate <= 0 || data == 0 {
		return Info{}, ErrKind
	}
	return Info{"audio/wav", time.Duration(data) * time.Second / time.Duration(rate)}, nil
}

// mp4 reads the movie header: moov, within it mvhd.
func mp4(r io.ReaderAt, size int64) (Info, error) {
	at, end, err := box(r, 0, size, "moov")
	if err != nil {
		return Info{}, err
	}
	at, end, err = box(r, at, end, "mvhd")
	if err != nil {
		return Info{}, err
	}
	b := make([]byte, 32)
	if n, _ := r.ReadAt(b, at); n < 32 || end-at < 20 {
		return Info{}, ErrKind
	}
	scale, length := uint64(binary.BigEndian.Uint32(b[12:])), uint64(binary.BigEndian.Uint32(b[16:]))
	if b[0] == 1 {
		scale, length = uint64(binary.BigEndian.Uint32(b[20:])), binary.BigEndian.Uint64(b[24:])
	}
	if scale == 0 || length == 0 || length/scale > 1<<20 {
		return Info{}, ErrKind
	}
	return Info{"audio/mp4", time.Duration(length) * time.Second / time.Duration(scale)}, nil
}

// box finds a box between two places and answers where its content stands.
func box(r io.ReaderAt, from, to int64, name string) (int64, int64, error) {
	h := make([]byte, 16)
	for at := from; at+8 <= to; {
		if n, _ := r.ReadAt(h, at); n < 8 {
			break
		}
		n, skip := int64(binary.BigEndian.Uint32(h)), int64(8)
		switch {
		case n == 1:
			n, skip = int64(binary.BigEndian.Uint64(h[8:])), 16
		case n == 0:
			n = to - at
		}
		if n < skip || at+n > to {
			break
		}
		if bytes.Equal(h[4:8], []byte(name)) {
			return at + skip, at + n, nil
		}
		at += n
	}
	return 0, 0, ErrKind
}

// Bit rates in kbit/s and sampling rates in Hz of MPEG audio layer III, by the header's index.
var (
	rates1 = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	rates2 = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	hertz  = [4][4]int{{11025, 12000, 8000, 0}, {}, {22050, 24000, 16000, 0}, {44100, 48000, 32000, 0}}
)

// mp3 walks from frame to frame, so that variable bit rates are counted right.
func mp3(r io.ReaderAt, size int64) (Info, error) {
	at := int64(0)
	tag := make([]byte, 10)
	if _, err := r.ReadAt(tag, 0); err == nil && string(tag[:3]) == "ID3" {
		at = 10 + int64(tag[6]&0x7F)<<21 + int64(tag[7]&0x7F)<<14 + int64(tag[8]&0x7F)<<7 + int64(tag[9]&0x7F)
	}
	w := &window{r: r}
	var length time.Duration
	frames := 0
	for at+4 <= size {
		h := w.at(at, 4)
		if h == nil || h[0] != 0xFF || h[1]&0xE0 != 0xE0 {
			if frames > 0 && at > size-4096 { // a tag at the end
				break
			}
			at++
			if frames == 0 && at > 1<<16 {
				return Info{}, ErrKind
			}
			continue
		}
		n, d := frame(h)
		if n == 0 {
			at++
			continue
		}
		length, frames, at = length+d, frames+1, at+n
	}
	if frames < 3 {
		return Info{}, ErrKind
	}
	return Info{"audio/mpeg", length}, nil
}

// frame is the size and the length of a layer III frame; 0 for what is none.
func frame(h []byte) (int64, time.Duration) {
	version, layer := h[1]>>3&3, h[1]>>1&3
	if version == 1 || layer != 1 {
		return 0, 0
	}
	kbit, samples := rates1[h[2]>>4], 1152
	if version != 3 {
		kbit, samples = rates2[h[2]>>4], 576
	}
	hz := hertz[version][h[2]>>2&3]
	if kbit == 0 || hz == 0 {
		return 0, 0
	}
	n := int64(samples/8*kbit*1000/hz) + int64(h[2]>>1&1)
	return n, time.Duration(samples) * time.Second / time.Duration(hz)
}

// window reads ahead, so that a walk over small headers does not read each by itself.
type window struct {
	r    io.ReaderAt
	from int64
	buf  []byte
}

func (w *window) at(at int64, n int) []byte {
	if at < w.from || at+int64(n) > w.from+int64(len(w.buf)) {
		b := make([]byte, 1<<16)
		m, _ := w.r.ReadAt(b, at)
		w.from, w.buf = at, b[:m]
		if m < n {
			return nil
		}
	}
	return w.buf[at-w.from : at-w.from+int64(n)]
}
