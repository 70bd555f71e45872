package faultdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// Open opens a database like sql.Open, with the plan in between. driverName is
// the inner driver: "sqlite" or "pgx".
func Open(driverName, dsn string, p *Plan) (*sql.DB, error) {
	d, err := registered(driverName)
	if err != nil {
		return nil, err
	}
	c, err := connectorOf(d, dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(Wrap(c, p)), nil
}

// Register makes the wrapped driver known under a new name, for code that opens
// its database itself by driver name. It panics, as sql.Register does, when the
// name is taken.
func Register(name, driverName string, p *Plan) error {
	d, err := registered(driverName)
	if err != nil {
		return err
	}
	sql.Register(name, faultyDriver{d, p})
	return nil
}

// Wrap puts the plan in front of a connector; for sql.OpenDB.
func Wrap(c driver.Connector, p *Plan) driver.Connector { return connector{c, p} }

// registered finds a driver by its name. Only sql.Open knows the names, and it
// does not connect.
func registered(driverName string) (driver.Driver, error) {
	db, err := sql.Open(driverName, "")
	if err != nil {
		return nil, fmt.Errorf("faultdb: find the driver %q: %w", driverName, err)
	}
	d := db.Driver()
	if err := db.Close(); err != nil {
		return nil, fmt.Errorf("faultdb: find the driver %q: %w", driverName, err)
	}
	return d, nil
}

func connectorOf(d driver.Driver, dsn string) (driver.Connector, error) {
	if dc, ok := d.(driver.DriverContext); ok {
		c, err := dc.OpenConnector(dsn)
		if err != nil {
			return nil, fmt.Errorf("faultdb: open connector: %w", err)
		}
		return c, nil
	}
	return dsnConnector{d, dsn}, nil
}

// dsnConnector does for a driver without connectors what database/sql does.
type dsnConnector struct {
	driver driver.Driver
	dsn    string
}

func (c dsnConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c dsnConnector) Driver() driver.Driver                        { return c.driver }

type connector struct {
	inner driver.Connector
	plan  *Plan
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{inner: inner, plan: c.plan}, nil
}

func (c connector) Driver() driver.Driver { return faultyDriver{c.inner.Driver(), c.plan} }

type faultyDriver struct {
	inner driver.Driver
	plan  *Plan
}

func (d faultyDriver) Open(dsn string) (driver.Conn, error) {
	c, err := d.OpenConnector(dsn)
	if err != nil {
		return nil, err
	}
	return c.Connect(context.Background())
}

func (d faultyDriver) OpenConnector(dsn string) (driver.Connector, error) {
	c, err := connectorOf(d.inner, dsn)
	if err != nil {
		return nil, err
	}
	return Wrap(c, d.plan), nil
}
