package workweb

import "hiroba/internal/platform/web"

func (r *Rooms) windowRoutes(*web.Router, web.Policy) {}
