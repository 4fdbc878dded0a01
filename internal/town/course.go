package town

// CourseNote is what stands beside a skill that people of the demo town learnt together.
const CourseNote = "11月の講習で確かめた"

// CoursePlaces is how many took part, and CourseLevel how far they came.
const (
	CoursePlaces = 12
	CourseLevel  = "1"
)
