package workweb

import "hiroba/internal/platform/web"

func (r *Rooms) staffRoutes(*web.Router) {}
