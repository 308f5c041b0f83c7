/** The engine's tables, and its clock. `migrate` makes them, or run `engineSchemaSql` once per database. */

/** S1: of the tables below. Whoever changes them raises it, and adds the way there to `migrations.ts`. */
export const schemaVersion = 3

export const engineSchemaSql = `
-- The engine keeps four tables beside the application's own, in the same database: only so can a step's record
-- commit together with the rows that the step wrote (E3). Nothing but the engine writes to them; everybody may read.
--
-- engine.workflow has a row per workflow. Whoever changes a workflow first locks its row, so whatever orders two
-- writers is a column of it: \`epoch\` orders executors (E5), \`inbox\` orders messages and sleepers (E8).
-- One column, \`due_at\`, says when a claim may take the workflow: the end of the lease while it runs, the earliest
-- deadline while it sleeps, at once when it is queued or woken, the next try while it is blocked, never (null) when
-- it waits for a message alone, is only expected, or has ended (E6).
--
-- engine.step_checkpoint has a row per step that has run, written under the epoch of the executor that ran it. While
-- a sleep or a timed wait goes on, its row already stands there with the deadline alone.
--
-- engine.message has a row per message, numbered by the workflow's inbox counter. engine.event has a row per
-- published value. Both stay when they have been read: a sender may repeat itself for days.

create schema engine;

-- All time is the database's (E11). Declared stable, although the clock is not: so a comparison with due_at can use
-- the index. A simulation replaces the body.
create function engine.now() returns timestamptz language sql stable as $$ select clock_timestamp() $$;

-- Which tables these are (S1). A function, since a table for one number would be a fifth.
create function engine.schema_version() returns integer language sql immutable as $$ select ${schemaVersion} $$;

create table engine.workflow (
  id text primary key,
  name text,                -- null while it is only expected: a message came before its start (E8)
  status text not null check (status in
    ('expected', 'queued', 'running', 'sleeping', 'blocked', 'succeeded', 'failed', 'cancelled', 'exhausted')),
  input jsonb,
  output jsonb,
  error jsonb,
  last_error jsonb,         -- what its last executor gave it up for, where it could say so (E10, E14)
  version text,             -- of the code that started it: only executors of this version take it (E14)
  parent text,              -- the workflow that started it, and is told of its end (E15)
  is_cancelled boolean not null default false, -- somebody has asked for its cancellation (E16)
  executor text,            -- who runs it now
  epoch integer not null default 0,
  due_at timestamptz,
  inbox integer not null default 0,
  awaits text[],            -- topics of the messages that it sleeps for (E8)
  recoveries integer not null default 0,
  created_at timestamptz not null,
  claimed_at timestamptz,
  ended_at timestamptz
);

-- A claim reads the first entries, however many workflows have ended. Besides the primary keys there is only one more
-- index, which has no entry for a workflow without a parent.
create index workflow_due on engine.workflow (due_at) where due_at is not null;
create index workflow_parent on engine.workflow (parent) where parent is not null;

create table engine.step_checkpoint (
  workflow_id text not null,
  step text not null,       -- 2, or 2.0.1 within a branch
  name text not null,
  output jsonb,
  error jsonb,
  deadline timestamptz,     -- of a sleep, or of a wait that still goes on
  settled integer,          -- which outcome of its epoch it is, where several calls were in flight (E2)
  epoch integer not null,
  created_at timestamptz not null,
  primary key (workflow_id, step)
);

create table engine.message (
  workflow_id text not null,
  key text not null,        -- the sender's idempotency key (with a # before one that begins so), or # and the number
  number integer not null,
  topic text not null,
  payload jsonb,
  consumed_by text,         -- the step that took it
  created_at timestamptz not null,
  primary key (workflow_id, key)
);

create table engine.event (
  workflow_id text not null,
  key text not null,
  value jsonb,
  step text not null,       -- the step that published it
  created_at timestamptz not null,
  primary key (workflow_id, key)
);
`

/**
 * Replaces the engine's clock by one that a simulation sets: `select setval('engine.clock', $ms, true)`, in
 * milliseconds since 2030-01-01T00:00:00Z.
 */
export const simulatedClockSql = `
-- A sequence, since that alone survives a rollback: a setting or a row would go back with the transaction (E11).
create sequence engine.clock minvalue 0 start 0;
create or replace function engine.now() returns timestamptz language sql stable as $$
  select timestamptz '2030-01-01 00:00:00+00' + last_value * interval '1 millisecond' from engine.clock
$$;
`
