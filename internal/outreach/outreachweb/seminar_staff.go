package outreachweb

import "hiroba/internal/platform/web"

func (r *Rooms) seminarStaffRoutes(*web.Router) {}
