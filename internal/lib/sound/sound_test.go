package sound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"
)

// wavOf is silence of a length, one byte a sample.
func wavOf(rate, seconds int) []byte {
	var b bytes.Buffer
	n := uint32(rate * seconds)
	b.WriteString("RIFF")
	binary.Write(&b, binary.LittleEndian, 36+n)
	b.WriteString("WAVEfmt ")
	binary.Write(&b, binary.LittleEndian, []uint32{16, 1 | 1<<16, uint32(rate), uint32(rate), 1 | 8<<16})
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, n)
	b.Write(make([]byte, n))
	return b.Bytes()
}

// mp3Of is frames of 64 kbit/s at 44,100 Hz.
func mp3Of(frames int) []byte {
	var b bytes.Buffer
	b.WriteString("ID3\x04\x00\x00\x00\x00\x00\x05hello")
	for range frames {
		f := make([]byte, 208) // 1152/8*64000/44100
		copy(f, []byte{0xFF, 0xFB, 0x50, 0x00})
		b.Write(f)
	}
	return b.Bytes()
}

func mp4Of(scale, length uint32) []byte {
	box := func(name string, body []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
		return append(append(out, name...), body...)
	}
	mvhd := make([]byte, 100)
	binary.BigEndian.PutUint32(mvhd[12:], scale)
	binary.BigEndian.PutUint32(mvhd[16:], length)
	return append(box("ftyp", []byte("M4A \x00\x00\x00\x00")), append(box("mdat", make([]byte, 50)), box("moov", box("mvhd", mvhd))...)...)
}

func TestLengthsAreTold(t *testing.T) {
	for name, x := range map[string]struct {
		body  []byte
		media string
		want  time.Duration
	}{
		"wav": {wavOf(8000, 90), "audio/wav", 90 * time.Second},
		"mp3": {mp3Of(1000), "audio/mpeg", 1000 * 1152 * time.Second / 44100},
		"mp4": {mp4Of(1000, 61500), "audio/mp4", 61500 * time.Millisecond},
	} {
		got, err := Read(bytes.NewReader(x.body), int64(len(x.body)))
		if err != nil || got.Media != x.media || (got.Length-x.want).Abs() > time.Second/100 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	for name, b := range map[string][]byte{"empty": nil, "text": []byte("a letter that is long enough"), "cut wav": wavOf(8000, 1)[:30], "mp4 without a header": mp4Of(0, 0), "two frames": mp3Of(2)} {
		if got, err := Read(bytes.NewReader(b), int64(len(b))); !errors.Is(err, ErrKind) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func FuzzNothingPanics(f *testing.F) {
	f.Add(wavOf(8000, 1)[:100])
	f.Add(mp3Of(4))
	f.Add(mp4Of(1000, 5))
	f.Fuzz(func(t *testing.T, b []byte) { Read(bytes.NewReader(b), int64(len(b))) })
}
