/** What the run itself knows, as tables that invariants can read. Rows are written by the simulator alone. */
export const runSchemaSql = `
create schema run;

-- Each commit of a step's transaction that changed rows of the application.
create table run.effects (
  workflow_id text not null,
  step text not null,
  event integer primary key
);

-- Each commit that an event without Stripe's signature led to.
create table run.unsigned_effects (
  event integer primary key,
  subject text
);

-- Customers who could have paid and got no page: a final no, or the end of their patience with no fault in force.
create table run.turned_away (
  event integer primary key,
  customer text not null,
  subject text not null,
  why text not null,
  -- Units that they wanted, and that there were for them at that moment.
  wanted integer not null,
  available integer not null
);

-- What still goes on when time has run to its end.
create table run.unsettled (
  what text primary key
);
`
