package outreachweb

import "hiroba/internal/platform/web"

func (r *Rooms) doorRoutes(*web.Router) {}
