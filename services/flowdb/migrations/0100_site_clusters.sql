-- Groups the sites of one subscriber into places, for queries about many subscribers: leader clustering as
-- public.hartigan does it for the Python library, over positions that are given and in an order that is.
--
-- Method: J. A. Hartigan, Clustering Algorithms (1975), chapter 3.

-- Sites are taken in their order, which is that of falling weight. Each joins the first cluster whose centre is within
-- the radius (kilometres) and draws the centre towards itself by its weight; one that joins none begins a cluster.
-- Members are the numbers of sites in the given order, from 1.
CREATE OR REPLACE FUNCTION derived.cluster_sites(
    points public.geometry[], weights integer[], radius double precision
) RETURNS TABLE (centre public.geometry, weight integer, members integer[])
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    centres public.geometry[] = '{}';
    cluster_weights integer[] = '{}';
    -- The cluster of each site.
    clusters integer[] = '{}';
    found integer;
    share double precision;
BEGIN
    FOR site IN 1 .. cardinality(points) LOOP
        found = 1;
        WHILE found <= cardinality(centres) AND NOT public.ST_DWithin(
            centres[found]::public.geography, points[site]::public.geography, radius * 1000
        ) LOOP
            found = found + 1;
        END LOOP;
        clusters = clusters || found;
        IF found > cardinality(centres) THEN
            centres = centres || points[site];
            cluster_weights = cluster_weights || weights[site];
        ELSE
            cluster_weights[found] = cluster_weights[found] + weights[site];
            share = weights[site]::double precision / cluster_weights[found];
            centres[found] = public.ST_SetSRID(
                public.ST_MakePoint(
                    public.ST_X(centres[found]) * (1 - share) + public.ST_X(points[site]) * share,
                    public.ST_Y(centres[found]) * (1 - share) + public.ST_Y(points[site]) * share
                ),
                4326
            );
        END IF;
    END LOOP;
    FOR cluster IN 1 .. cardinality(centres) LOOP
        centre = centres[cluster];
        weight = cluster_weights[cluster];
        members = array_positions(clusters, cluster);
        RETURN NEXT;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION derived.cluster_sites FROM PUBLIC;
GRANT EXECUTE ON FUNCTION derived.cluster_sites TO flowmachine;
