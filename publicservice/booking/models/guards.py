"""The triggers that keep every slot's count of taken places, by whatever path a booking is written.

A booking occupies the slots of its schedule from ``starts_at`` to ``ends_at``. The slot row appears with its first
booking; the check ``slot_is_never_oversold`` then refuses the one too many, and ``slots_do_not_overlap`` one beside the
grid. Slots are always taken and given back in the order of schedule and time, and the consultant is locked before
any slot, so that no two bookings wait for each other.
"""

import pgtrigger

FREE = "('cancelled', 'expired')"
COLUMNS = ("state", "schedule_id", "consultant_id", "starts_at", "ends_at")

# Two who make the same new slot at once would each wait for the other at the exclusion constraint. Whoever sees a slot
# missing therefore makes it alone, before any slot is locked; with all of them there nobody waits here.
MAKERS_ONE_BY_ONE = """
        IF (SELECT coalesce(sum(slot.ends_at - slot.starts_at), interval '0') FROM publicservice_slot AS slot
            WHERE slot.schedule_id = NEW.schedule_id AND slot.starts_at >= NEW.starts_at
            AND slot.starts_at < NEW.ends_at) < NEW.ends_at - NEW.starts_at THEN
            PERFORM pg_advisory_xact_lock(7308, NEW.schedule_id::int);
        END IF;
"""

LOCK_CONSULTANTS = pgtrigger.Trigger(
    name="consultant_first",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf(*COLUMNS),
    condition=pgtrigger.Condition("NEW.consultant_id IS NOT NULL"),
    func="""
        IF TG_OP = 'UPDATE' AND OLD.consultant_id < NEW.consultant_id THEN
            PERFORM pg_advisory_xact_lock(7305, OLD.consultant_id::int);
        END IF;
        PERFORM pg_advisory_xact_lock(7305, NEW.consultant_id::int);
        IF TG_OP = 'UPDATE' AND OLD.consultant_id > NEW.consultant_id THEN
            PERFORM pg_advisory_xact_lock(7305, OLD.consultant_id::int);
        END IF;
        RETURN NEW;
    """,
)

# The slots are locked before the row meets its unique indexes. After it, somebody who is offered a place of a slot and
# books in it at the same moment would wait with his row for the slot, and the one who offers with the slot for the row.
LOCK_PLACES = pgtrigger.Trigger(
    name="lock_places",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf(*COLUMNS),
    declare=[("before_schedule", "bigint"), ("before_start", "timestamptz"), ("before_end", "timestamptz")],
    func=f"""
        IF NEW.schedule_id IS NOT NULL AND NEW.state NOT IN {FREE} THEN
            {MAKERS_ONE_BY_ONE}
        END IF;
        IF TG_OP = 'UPDATE' THEN
            before_schedule := OLD.schedule_id;
            before_start := OLD.starts_at;
            before_end := OLD.ends_at;
        END IF;
        PERFORM 1 FROM publicservice_slot AS slot
        WHERE (slot.schedule_id = NEW.schedule_id AND slot.starts_at >= NEW.starts_at AND slot.starts_at < NEW.ends_at)
        OR (slot.schedule_id = before_schedule AND slot.starts_at >= before_start AND slot.starts_at < before_end)
        ORDER BY slot.schedule_id, slot.starts_at FOR UPDATE;
        RETURN NEW;
    """,
)

TAKE_PLACES = pgtrigger.Trigger(
    name="take_places",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition(f"NEW.schedule_id IS NOT NULL AND NEW.state NOT IN {FREE}"),
    func=f"""
        {MAKERS_ONE_BY_ONE}
        INSERT INTO publicservice_slot (schedule_id, starts_at, ends_at, capacity, taken)
        SELECT plan.id, at, at + make_interval(mins => plan.slot_minutes), plan.capacity, 1
        FROM publicservice_schedule AS plan, generate_series(NEW.starts_at, NEW.ends_at - interval '1 microsecond',
            make_interval(mins => plan.slot_minutes)) AS at
        WHERE plan.id = NEW.schedule_id
        ORDER BY at
        ON CONFLICT (schedule_id, starts_at) DO UPDATE SET taken = publicservice_slot.taken + 1;
        RETURN NULL;
    """,
)

MOVE_PLACES = pgtrigger.Trigger(
    name="move_places",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf(*COLUMNS),
    declare=[("place", "record")],
    func=f"""
        IF NEW.schedule_id IS NOT NULL AND NEW.state NOT IN {FREE} THEN
            {MAKERS_ONE_BY_ONE}
        END IF;
        FOR place IN
            SELECT plan.id AS schedule_id, at, plan.capacity, plan.slot_minutes, sum(change.step) AS step
            FROM (VALUES
                    (OLD.schedule_id, OLD.starts_at, OLD.ends_at,
                     CASE WHEN OLD.state IN {FREE} THEN 0 ELSE -1 END),
                    (NEW.schedule_id, NEW.starts_at, NEW.ends_at,
                     CASE WHEN NEW.state IN {FREE} THEN 0 ELSE 1 END)
                ) AS change (schedule_id, first_at, last_at, step)
            JOIN publicservice_schedule AS plan ON plan.id = change.schedule_id,
                generate_series(change.first_at, change.last_at - interval '1 microsecond',
                    make_interval(mins => plan.slot_minutes)) AS at
            GROUP BY plan.id, at HAVING sum(change.step) <> 0
            ORDER BY plan.id, at
        LOOP
            IF place.step < 0 THEN
                UPDATE publicservice_slot SET taken = taken - 1
                WHERE schedule_id = place.schedule_id AND starts_at = place.at;
            ELSE
                INSERT INTO publicservice_slot (schedule_id, starts_at, ends_at, capacity, taken)
                VALUES (place.schedule_id, place.at, place.at + make_interval(mins => place.slot_minutes),
                    place.capacity, 1)
                ON CONFLICT (schedule_id, starts_at) DO UPDATE SET taken = publicservice_slot.taken + 1;
            END IF;
        END LOOP;
        RETURN NULL;
    """,
)

GIVE_BACK = pgtrigger.Trigger(
    name="give_places_back",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    condition=pgtrigger.Condition(f"OLD.schedule_id IS NOT NULL AND OLD.state NOT IN {FREE}"),
    func="""
        UPDATE publicservice_slot SET taken = taken - 1 WHERE id IN (
            SELECT id FROM publicservice_slot
            WHERE schedule_id = OLD.schedule_id AND starts_at >= OLD.starts_at AND starts_at < OLD.ends_at
            ORDER BY starts_at FOR UPDATE);
        RETURN NULL;
    """,
)

# What the counts of a schedule rest on stays as it is; other lengths are another schedule.
FIXED_GRID = pgtrigger.ReadOnly(
    name="grid_stays",
    fields=["slot_minutes", "outlet", "consultant", "window"],
)

FEW_OPEN = """
CREATE FUNCTION booking_require_few_open(person text, allowed int, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE count_open int;
BEGIN
    PERFORM pg_advisory_xact_lock(7306, hashtext(person));
    SELECT count(*) INTO count_open FROM publicservice_booking
    WHERE person_key = person AND state IN ('held', 'booked') AND ends_at > at;
    IF count_open >= allowed THEN
        RAISE check_violation USING CONSTRAINT = 'one_person_has_few_open_bookings', DETAIL = count_open::text,
            MESSAGE = 'this person has as many open bookings as one may have';
    END IF;
END $$
"""
