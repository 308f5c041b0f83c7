import type { LeftOut } from '#simulator/left-out.ts'

/** The shop's tables. Nothing in them is there for an engine's sake: the same shop is run in every way. */
export const shopSchemaSql = `
create sequence order_number;

create table inventory (
  sku text primary key,
  stock integer not null check (stock >= 0),
  initial_stock integer not null
);

-- PENDING until it is FULFILLED or CANCELLED, and then for ever; a state machine has states of its own in between.
create table orders (
  id text primary key,
  cart_id text not null,
  -- The cart's id again where one cart may have one order only.
  cart_key text unique,
  sku text not null,
  quantity integer not null,
  amount_cents integer not null,
  status text not null,
  session_id text,
  page_url text,
  -- The database's own clock, which a simulation sets.
  created_at timestamptz not null default engine.now(),
  -- When somebody should look at it again, and how often somebody has.
  due_at timestamptz,
  looks integer not null default 0,
  -- Why it was cancelled before there was a page to pay on, where somebody keeps that.
  reason text
);

-- Units taken from stock for an order that is not settled yet.
create table reservations (
  id integer generated always as identity primary key,
  order_id text not null,
  sku text not null,
  quantity integer not null
);

create table shipments (
  id integer generated always as identity primary key,
  order_id text not null,
  sku text not null,
  quantity integer not null
);

-- Ids of webhook events that were acted on, where somebody keeps them.
create table seen_events (
  id text primary key
);
`

/** What changes with time or with each attempt. */
export const shopLeftOut: readonly LeftOut[] = [
  { table: 'orders', column: 'due_at', why: 'A time: when the poller is to look next.' },
  { table: 'orders', column: 'looks', why: 'A counter of looks in vain.' },
]

/** What the shop begins with. */
export const seedSql = [
  {
    text: `insert into inventory (sku, stock, initial_stock) values ('mug', $1::integer, $1::integer)`,
    values: (stock: number): readonly unknown[] => [stock],
  },
]
