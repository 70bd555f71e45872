package web

import (
	"net/http"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
)

// doorPage is one of the doors for people with an account: what waits, most urgent first, and what to do next.
type doorPage struct {
	frame
	Door     access.Door
	Queues   []queueTile
	Sections []doorSection
	Failures []figure // the four failures, for those who answer for them
	Actions  []link
	Chips    []chip // filters kept under a name
}

// queueTile is a queue with its count.
type queueTile struct {
	Key, Name, Count, Path string
	Empty                  bool
}

// doorSection is the head of a queue.
type doorSection struct {
	Name, Path, Count string
	Rows              rowsView
}

type link struct {
	Path, Text string
	Primary    bool
}

// What a door shows of its queues: the first that are not empty, and so many rows of each.
const (
	doorSections = 2
	doorRows     = 8
)

// showHome sends everybody to his own door.
func (s *site) showHome(v *visit) error {
	if door := v.viewer.Doors()[0]; door != access.PublicDoor {
		return v.goTo("/home/" + string(door))
	}
	return v.goTo("/")
}

func (s *site) showDoor(v *visit) error {
	door := access.Door(v.r.PathValue("door"))
	if door == access.PublicDoor {
		return v.goTo("/")
	}
	if _, ok := doorQueue[door]; !ok {
		return errNotFound
	}
	if !slices.Contains(v.viewer.Doors(), door) {
		return errNotYourDoor
	}
	f, err := v.frame(v.T("door."+string(door)), "/home/"+string(door))
	if err != nil {
		return err
	}
	page := doorPage{frame: f, Door: door, Actions: v.actions(door, f.Raises)}
	if page.Chips, err = v.chips("-"); err != nil {
		return err
	}
	queues, err := s.office.Queues(v.ctx(), v.viewer, door)
	if err != nil {
		return err
	}
	shown := map[string]bool{} // a matter stands on a door once, where it is most urgent
	for _, q := range queues {
		page.Queues = append(page.Queues, queueTile{
			Key: q.Key, Name: v.In(q.Name), Count: v.Count(q.Count, q.More), Path: "/matters?queue=" + q.Key, Empty: q.Count == 0,
		})
		if q.Count == 0 || len(page.Sections) == doorSections {
			continue
		}
		list, err := s.office.List(v.ctx(), v.viewer, office.ListQuery{Queue: q.Key, Limit: doorRows})
		if err != nil {
			return err
		}
		rows := slices.DeleteFunc(list.Rows, func(r office.Row) bool { return shown[r.ID] })
		if len(rows) == 0 {
			continue
		}
		for _, r := range rows {
			shown[r.ID] = true
		}
		page.Sections = append(page.Sections, doorSection{
			Name: v.In(q.Name), Path: "/matters?queue=" + q.Key, Count: v.Count(q.Count, q.More),
			Rows: rowsView{Rows: rows, Own: door == access.UnitDoor && q.Key != "involved", Caption: v.In(q.Name)},
		})
	}
	if door == access.LeaderDoor || door == access.OfficeDoor {
		if page.Failures, err = v.failureFigures(); err != nil {
			return err
		}
	}
	return v.render(http.StatusOK, showDoorPage(page))
}

// actions are what people at a door do next; raises says whether they may raise something.
func (v *visit) actions(door access.Door, raises bool) []link {
	switch door {
	case access.DeputyDoor:
		return []link{{"/raise", v.T("door.deputy.raise"), true}}
	case access.OfficeDoor:
		board := link{"/board", v.T("menu.board"), false}
		if !raises { // a committee's clerk and the administrator look on
			return []link{board}
		}
		return []link{{"/raise", v.T("door.office.raise"), true}, board}
	case access.UnitDoor:
		return []link{{"/matters?queue=mine", v.T("door.unit.mine"), true}, {"/board", v.T("menu.board"), false}}
	}
	return []link{{"/matters?queue=decide", v.T("door.leader.decide"), true}, {"/board", v.T("menu.board"), false}}
}

// failureFigures counts the four failures as they stand now.
func (v *visit) failureFigures() ([]figure, error) {
	counts, err := v.site.office.BoardCounts(v.ctx(), v.viewer)
	if err != nil {
		return nil, err
	}
	var out []figure
	for _, c := range counts {
		class := "late"
		if c.Now == 0 {
			class = "zero"
		}
		out = append(out, figure{Name: v.In(c.Name), Count: v.Count(c.Now, c.NowMore), Path: "/board?kind=" + string(c.Kind), Class: class})
	}
	return out, nil
}
