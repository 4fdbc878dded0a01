// Package ordersweb has the pages of orders: the request form and the window for clients,
// and the work pages on which staff keep clients, kinds of work, quotes and materials.
package ordersweb

import (
	"time"

	"github.com/a-h/templ"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *ordersstore.Store
	Hubs  *hubstore.Store
	Guard web.Guard
	// Tabs are the parts of an order's staff page; app puts them together from all houses.
	Tabs func(rq web.Request, orderID string) []ui.NavItem
	// More is what the houses above show of an order in the client's window; nil: nothing.
	More func(rq web.Request, token string, o ordersstore.Full) (templ.Component, error)
	// Beside is what the houses above show on the first page of a client's window; nil: nothing.
	Beside func(rq web.Request, token string) (templ.Component, error)
	// Ready is when orders will be ready as it stands, in words, by the houses above; nil: nothing.
	Ready func(rq web.Request) (map[string]string, error)
	// Days is what the houses above can say of a day before an order is asked for; nil: nothing.
	Days Days
}

// Days says by when work could be delivered, before it is asked for.
type Days interface {
	// TellsDays tells whether the hub lets clients ask.
	TellsDays(rq web.Request) (bool, error)
	// Day is what can be said, and the number under which it was; "" where no answer is there.
	Day(rq web.Request, kind, volume, wanted string) (box templ.Component, said string, err error)
	// KeepDay notes with an order what was said before it was asked for.
	KeepDay(rq web.Request, orderID, once, said string) error
	// ToldDay is what was said before an order was asked for, as lines for staff.
	ToldDay(rq web.Request, orderID string) ([][2]string, error)
}

// tells tells whether this hub's clients can ask by when.
func (r *Rooms) tells(rq web.Request) (bool, error) {
	if r.Days == nil {
		return false, nil
	}
	return r.Days.TellsDays(rq)
}

// New makes the rooms with the usual limit for public forms.
func New(s *ordersstore.Store, h *hubstore.Store, k *keys.Keys, clock when.Clock) *Rooms {
	return &Rooms{Store: s, Hubs: h, Guard: web.Guard{Keys: k, Limit: &web.Limiter{Most: 20, Every: 30 * time.Second, Clock: clock}}, Tabs: Own().For}
}

// Tab is one part of what staff see of an order. Each house has its own; app puts them
// together, and every one of these pages shows them all.
type Tab struct {
	Path string         // after /staff/orders/{id}: "" or "/quote"
	Key  string         // its words
	Need who.Permission // who sees it
}

// Tabs are the ways between the parts of one order, those this person may open.
type Tabs []Tab

// Own are the parts this house shows of an order.
func Own() Tabs {
	return Tabs{{"", "orders.tab.order", orders.MaySee}, {"/quote", "orders.tab.quote", orders.MayKeep}, {"/materials", "orders.tab.materials", orders.MayKeep}}
}

// For are the tabs of an order's page as the actor sees them.
func (ts Tabs) For(rq web.Request, orderID string) []ui.NavItem {
	var out []ui.NavItem
	for _, t := range ts {
		if rq.Actor.Can(t.Need) {
			out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/orders/" + orderID + t.Path), Label: rq.T(t.Key)})
		}
	}
	return ui.Mark(out, rq.URL.Path, rq.Lang)
}

// bodyRoom is what the other fields of a form with a file may take.
const bodyRoom = 1 << 20

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	open := web.Public("a company asks for work without an account")
	rt.Handle("GET /request", open, r.requestForm)
	rt.Handle("POST /request", open.Upload(ordersstore.SamplesMost+bodyRoom), r.request)
	rt.Handle("GET /request/thanks", open, r.thanks)
	link := web.Public("a client opens their own window by a link, without an account")
	rt.Handle("GET /client", web.Need(orders.MayEnter), r.enter)
	rt.Handle("GET /window/{token}", link, r.window)
	rt.Handle("GET /window/{token}/ask", link, r.moreForm)
	rt.Handle("POST /window/{token}/ask", link, r.more)
	rt.Handle("GET /window/{token}/orders/{id}", link, r.windowOrder)
	rt.Handle("POST /window/{token}/orders/{id}/answer", link, r.accept)
	rt.Handle("POST /window/{token}/orders/{id}/messages", link, r.writeBack)
	rt.Handle("POST /window/{token}/orders/{id}/files", link.Upload(ordersstore.FileMost+bodyRoom), r.drop)
	rt.Handle("GET /window/{token}/orders/{id}/quote.pdf", link, r.windowQuotePDF)
	rt.Handle("GET /window/{token}/orders/{id}/confirmation.pdf", link, r.windowConfirmationPDF)
	r.clientRoutes(rt)
	r.kindRoutes(rt)
	r.orderRoutes(rt)
	approve := web.Need(orders.MayApprove)
	rt.Handle("GET /staff/approvals", approve, r.approvals)
	rt.Handle("GET /staff/approvals/{id}/{no}", approve, r.approval)
	rt.Handle("POST /staff/approvals/{id}/{no}", approve, r.approve)
}

func (r *Rooms) clientRoutes(rt *web.Router) {
	see, keep := web.Need(orders.MaySee), web.Need(orders.MayKeep)
	rt.Handle("GET /staff/clients", see, r.clients)
	rt.Handle("GET /staff/clients.xlsx", see, r.clientsXLSX)
	rt.Handle("GET /staff/clients.csv", see, r.clientsCSV)
	rt.Handle("GET /staff/clients/operator", keep, r.operatorForm)
	rt.Handle("POST /staff/clients/operator", keep, r.saveOperator)
	rt.Handle("GET /staff/clients/new", keep, r.newClient)
	rt.Handle("GET /staff/clients/{id}", see, r.client)
	rt.Handle("GET /staff/clients/{id}/edit", keep, r.editClient)
	rt.Handle("POST /staff/clients/{id}/edit", keep, r.saveClient)
	rt.Handle("POST /staff/clients/{id}/talks", keep, r.talk)
	rt.Handle("GET /staff/clients/{id}/talks/{talk}", keep, r.talkForm)
	rt.Handle("POST /staff/clients/{id}/talks/{talk}", keep, r.answerTalk)
	rt.Handle("POST /staff/clients/{id}/windows", keep, r.giveWindow)
	rt.Handle("POST /staff/clients/{id}/windows/{window}/revoke", keep, r.revokeWindow)
}

func (r *Rooms) kindRoutes(rt *web.Router) {
	see, keep := web.Need(orders.MaySee), web.Need(orders.MayKeep)
	rt.Handle("GET /staff/kinds", see, r.kinds)
	rt.Handle("POST /staff/kinds/ready", keep, r.takeReady)
	rt.Handle("GET /staff/kinds/new", keep, r.newKind)
	rt.Handle("GET /staff/kinds/{id}", see, r.kind)
	rt.Handle("GET /staff/kinds/{id}/edit", keep, r.editKind)
	rt.Handle("POST /staff/kinds/{id}/edit", keep, r.saveKind)
	rt.Handle("POST /staff/kinds/{id}/retire", keep, r.retireKind)
}

func (r *Rooms) orderRoutes(rt *web.Router) {
	see, keep := web.Need(orders.MaySee), web.Need(orders.MayKeep)
	rt.Handle("GET /staff/orders", see, r.board)
	rt.Handle("GET /staff/orders/new", keep, r.newOrder)
	rt.Handle("POST /staff/orders/new", keep, r.askFor)
	rt.Handle("GET /staff/orders/{id}", see, r.order)
	rt.Handle("POST /staff/orders/{id}/answer", keep, r.answerFor)
	rt.Handle("POST /staff/orders/{id}/end", keep, r.end)
	rt.Handle("POST /staff/orders/{id}/plan", keep, r.savePlan)
	rt.Handle("POST /staff/orders/{id}/day", keep, r.agreeDay)
	rt.Handle("POST /staff/orders/{id}/messages", keep, r.write)
	rt.Handle("GET /staff/orders/{id}/quote", keep, r.quoteForm)
	rt.Handle("POST /staff/orders/{id}/quote", keep, r.quote)
	rt.Handle("GET /staff/orders/{id}/quote.pdf", see, r.quotePDF)
	rt.Handle("GET /staff/orders/{id}/materials", keep, r.materials)
	rt.Handle("POST /staff/orders/{id}/materials", keep.Upload(ordersstore.FileMost+bodyRoom), r.upload)
	rt.Handle("GET /staff/orders/{id}/materials/{material}", keep, r.progress)
	rt.Handle("GET /staff/orders/{id}/materials/{material}/file", keep, r.file)
	rt.Handle("POST /staff/orders/{id}/materials/{material}/remove", keep, r.remove)
	rt.Handle("POST /staff/orders/{id}/columns", keep, r.saveColumns)
	rt.Handle("GET /staff/orders/{id}/rows/{row}", keep, r.rowFile)
}
