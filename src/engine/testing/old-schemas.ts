/**
 * The tables of earlier versions of the engine, word for word, as databases out there still have them (S1). Nothing
 * here may change.
 */

/** As of commit d7b68bc. */
export const schemaV1 = `
-- The engine keeps four tables beside the application's own, in the same database: only so can a step's record
-- commit together with the rows that the step wrote (E3). Nothing but the engine writes to them; everybody may read.
--
-- engine.workflow has a row per workflow. Whoever changes a workflow first locks its row, so whatever orders two
-- writers is a column of it: \`epoch\` orders executors (E5), \`inbox\` orders messages and sleepers (E8).
-- One column, \`due_at\`, says when a claim may take the workflow: the end of the lease while it runs, the earliest
-- deadline while it sleeps, at once when it is queued or woken, never (null) when it waits for a message alone,
-- is only expected, or has ended (E6).
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

create table engine.workflow (
  id text primary key,
  name text,                -- null while it is only expected: a message came before its start (E8)
  status text not null check (status in
    ('expected', 'queued', 'running', 'sleeping', 'succeeded', 'failed', 'cancelled', 'exhausted')),
  input jsonb,
  output jsonb,
  error jsonb,
  executor text,            -- who runs it now
  epoch integer not null default 0,
  due_at timestamptz,
  inbox integer not null default 0,
  recoveries integer not null default 0,
  created_at timestamptz not null,
  claimed_at timestamptz
);

-- The only index besides the primary keys: a claim reads the first entries, however many workflows have ended.
create index workflow_due on engine.workflow (due_at) where due_at is not null;

create table engine.step_checkpoint (
  workflow_id text not null,
  step text not null,       -- 2, or 2.0.1 within a branch
  name text not null,
  output jsonb,
  error jsonb,
  deadline timestamptz,     -- of a sleep, or of a wait that still goes on
  epoch integer not null,
  created_at timestamptz not null,
  primary key (workflow_id, step)
);

create table engine.message (
  workflow_id text not null,
  key text not null,        -- the sender's idempotency key, or # and the number
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

/** As of commit ec1b598. */
export const schemaV2 = `
-- The engine keeps four tables beside the application's own, in the same database: only so can a step's record
-- commit together with the rows that the step wrote (E3). Nothing but the engine writes to them; everybody may read.
--
-- engine.workflow has a row per workflow. Whoever changes a workflow first locks its row, so whatever orders two
-- writers is a column of it: \`epoch\` orders executors (E5), \`inbox\` orders messages and sleepers (E8).
-- One column, \`due_at\`, says when a claim may take the workflow: the end of the lease while it runs, the earliest
-- deadline while it sleeps, at once when it is queued or woken, never (null) when it waits for a message alone,
-- is only expected, or has ended (E6).
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

create table engine.workflow (
  id text primary key,
  name text,                -- null while it is only expected: a message came before its start (E8)
  status text not null check (status in
    ('expected', 'queued', 'running', 'sleeping', 'succeeded', 'failed', 'cancelled', 'exhausted')),
  input jsonb,
  output jsonb,
  error jsonb,
  last_error jsonb,         -- what its last executor gave it up for, where it could say so (E10)
  executor text,            -- who runs it now
  epoch integer not null default 0,
  due_at timestamptz,
  inbox integer not null default 0,
  awaits text[],            -- topics of the messages that it sleeps for (E8)
  recoveries integer not null default 0,
  created_at timestamptz not null,
  claimed_at timestamptz
);

-- The only index besides the primary keys: a claim reads the first entries, however many workflows have ended.
create index workflow_due on engine.workflow (due_at) where due_at is not null;

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
