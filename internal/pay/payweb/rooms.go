// Package payweb has the pages of what workers are paid: a worker's own money, the closing
// of a month, statements, and the law's clock.
package payweb

import (
	"strconv"

	"hiroba/internal/pay"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/platform/web"
)

// Rooms answers the requests of the house.
type Rooms struct{ Store *paystore.Store }

const pageSize = 50

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	mine := web.Need(pay.MaySelf)
	rt.Handle("GET /my/money", mine, r.money)
	rt.Handle("POST /my/money/done", mine, r.done)
	rt.Handle("GET /my/money/year", mine, r.year)
	rt.Handle("GET /my/money/year.pdf", mine, r.yearPDF)
	rt.Handle("GET /my/money/year.csv", mine, r.yearCSV)
	rt.Handle("GET /my/money/book", mine, r.book)
	rt.Handle("POST /my/money/book", mine.Upload(pay.PhotoMost+1<<16), r.spend)
	rt.Handle("POST /my/money/book/{id}/remove", mine, r.unspend)
	rt.Handle("GET /my/money/book/{id}/photo", mine, r.photo)
	rt.Handle("GET /my/money/{id}", mine, r.statement)
	rt.Handle("GET /my/money/{id}/pdf", mine, r.statementPDF)
	rt.Handle("POST /my/money/{id}/confirm", mine, r.confirm)
	rt.Handle("GET /my/money/{id}/ask", mine, r.askForm)
	rt.Handle("POST /my/money/{id}/ask", mine, r.ask)
	see, shut := web.Need(pay.MaySee), web.Need(pay.MayClose)
	rt.Handle("GET /staff/months", see, r.months)
	rt.Handle("GET /staff/months/{month}", see, r.month)
	rt.Handle("POST /staff/months/{month}/close", shut, r.close)
	rt.Handle("POST /staff/months/{month}/reopen", shut, r.reopen)
	rt.Handle("POST /staff/months/{month}/remind", see, r.remind)
	rt.Handle("POST /staff/months/{month}/done/{worker}", see, r.doneFor)
	rt.Handle("GET /staff/statements", see, r.statements)
	rt.Handle("GET /staff/statements/{id}", see, r.staffStatement)
	rt.Handle("GET /staff/statements/{id}/pdf", see, r.staffPDF)
	rt.Handle("GET /staff/statements/{id}/lines/{no}", shut, r.line)
	rt.Handle("POST /staff/statements/{id}/lines/{no}", shut, r.correct)
	rt.Handle("POST /staff/statements/{id}/questions/{question}", shut, r.answer)
	rt.Handle("GET /staff/clock", see, r.clock)
}

func intOf(s string) int { n, _ := strconv.Atoi(s); return n }
