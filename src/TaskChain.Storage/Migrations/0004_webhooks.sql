-- Webhooks: whom to tell when a job ends. The secret signs deliveries, so it is kept as it is.
create table webhooks (
    id uuid primary key,
    position bigint generated always as identity,
    consumer text collate "C",
    url text not null,
    statuses text[] not null,
    workflow_id uuid,
    workflow_name text collate "C",
    secret bytea not null,
    created_at timestamptz not null default now(),
    disabled_at timestamptz,
    disabled_reason text
);

-- The outbox: stored in the commit that ends a job. No foreign key: its check would write to the webhook's row with every job that ends. What is left of
-- a removed webhook is never claimed, and pruned.
create table webhook_deliveries (
    id uuid primary key default gen_random_uuid(),
    position bigint generated always as identity,
    webhook_id uuid not null,
    job_id uuid,
    status text collate "C",
    state text collate "C" not null default 'pending' constraint webhook_deliveries_state_check check (state in ('pending', 'delivered', 'dead')),
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    due_at timestamptz default now(),
    attempted_at timestamptz,
    last_status integer,
    last_error text
);

-- A job ends once, so it is told once.
create unique index webhook_deliveries_once on webhook_deliveries (webhook_id, job_id);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'pending';
create index webhook_deliveries_of_one on webhook_deliveries (webhook_id, position);
create index webhook_deliveries_ended on webhook_deliveries (created_at) where state <> 'pending';
