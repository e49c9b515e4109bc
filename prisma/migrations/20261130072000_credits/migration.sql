-- Warehouses that bill credits take so many an hour, by their size.
ALTER TABLE "price" ADD COLUMN "credits_per_hour" DECIMAL(9,3),
    ADD CONSTRAINT "price_credits" CHECK ((unit = 'credit') = (credits_per_hour IS NOT NULL));

-- What a second of a data source costs today, in millionths: by the second or by the credit, whichever the book says last; null where it says neither.
CREATE FUNCTION second_price(of_tenant UUID, of_resource TEXT) RETURNS NUMERIC LANGUAGE sql STABLE AS $$
    SELECT CASE unit WHEN 'credit' THEN micros * credits_per_hour / 3600 ELSE micros END
    FROM price WHERE tenant_id = of_tenant AND resource = of_resource AND unit IN ('second', 'credit') AND valid_from <= (now() AT TIME ZONE 'UTC')::date
    ORDER BY valid_from DESC, changed_at DESC LIMIT 1
$$;
