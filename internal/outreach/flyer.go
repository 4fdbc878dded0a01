package outreach

// FlyerSheet is everything that stands on a printed flyer, in words that are finished.
// It is frozen when a version is first printed, so that a reprint has the same bytes.
type FlyerSheet struct {
	Hub, Operators, Phone, Hours, Address string
	Hue                                   int
	Title, Lead                           string
	Date, Time, Place                     string
	Care, Room                            string
	PointsHead                            string
	Points                                []string
	SpeakersHead                          string
	Speakers                              []string
	QRText, QRHint, ShortURL              string
	Code                                  string // of the batch; "" on the general flyer
	Version                               string
	Lang                                  string
	Created                               string // RFC 3339, the PDF's date
}
