package message

import "time"

// Options says how a file is to be read. The zero value reads a file as it comes, in China's time, and
// does not look for days in the future.
type Options struct {
	// Sheet names the one worksheet to read. Without it every visible sheet whose heading is
	// understood is read, in order.
	Sheet string
	// Columns remaps fields: a heading as it stands in the file, or a column letter such as C.
	Columns map[Field]string
	// HeaderRow is the row of the headings; 0 finds it, a negative number says that there is none
	// (then Columns must give letters).
	HeaderRow int
	// Zone is the civil time of the board; nil means China.
	Zone *time.Location
	// Now is the moment after which nothing can have happened. Zero: not checked.
	Now time.Time
	// Preview stops after so many rows with content, taken or not; 0 reads everything.
	Preview int
	// Limits bound what a file may cost; fields that are 0 have their defaults.
	Limits Limits
}

// Limits bound what a file may cost to read. Beyond one the whole file is refused, and the error says
// which limit and how large it is.
type Limits struct {
	FileBytes  int64 // the file itself; 64 MiB
	UnzipBytes int64 // everything in a workbook, unpacked; 1 GiB
	Rows       int   // rows with content, over all sheets; 200,000
	CellRunes  int   // one cell; 200,000 (Excel itself keeps 32,767)
}

func (l Limits) withDefaults() Limits {
	if l.FileBytes == 0 {
		l.FileBytes = 64 << 20
	}
	if l.UnzipBytes == 0 {
		l.UnzipBytes = 1 << 30
	}
	if l.Rows == 0 {
		l.Rows = 200_000
	}
	if l.CellRunes == 0 {
		l.CellRunes = 200_000
	}
	return l
}

// maxColumns is how far to the right a sheet is read; boards export a dozen columns.
const maxColumns = 256

// excelCellUnits is the most that Excel keeps in one cell, in UTF-16 units: a text of exactly this
// length was probably cut.
const excelCellUnits = 32767
