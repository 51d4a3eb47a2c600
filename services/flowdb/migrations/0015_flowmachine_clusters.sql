-- The aggregate that the Python library groups a subscriber's sites into places with: leader clustering.
--
-- Method: J. A. Hartigan, Clustering Algorithms (1975), chapter 3, as S. Isaacman and others use it in "Identifying
-- Important Places in People's Lives from Cellular Network Data" (Pervasive 2011). Sites are taken by falling
-- weight, each joins the first cluster whose centre is within the radius and draws the centre towards itself by its
-- weight, and a site that joins none begins a cluster.

DO $$
BEGIN
    IF to_regtype('public.hartigan_visits') IS NULL THEN
        CREATE TYPE public.hartigan_visits AS (
            site_ids text[],
            versions integer[],
            weights integer[],
            -- Kilometres.
            radius double precision,
            buffer double precision,
            -- Clusters of less weight are left out.
            call_threshold integer
        );
    END IF;
    -- One element for each cluster; sites and versions are joined by '::', which the library splits.
    IF to_regtype('public.hartigan_clusters') IS NULL THEN
        CREATE TYPE public.hartigan_clusters AS (
            clusters public.geography[],
            rank integer[],
            weights integer[],
            site_ids text[],
            versions text[]
        );
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION public.hartigan_visit(
    visits public.hartigan_visits, site_id text, version integer, weight integer,
    radius double precision, buffer double precision, call_threshold integer
) RETURNS public.hartigan_visits LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT
        (visits).site_ids || site_id, (visits).versions || version, (visits).weights || weight,
        radius, buffer, call_threshold
$$;

-- A cluster of one site is the area of the site where it has one, once a buffer is asked for; any other cluster is
-- its centre with the buffer around it, or the bare centre where the buffer is 0.
CREATE OR REPLACE FUNCTION public.hartigan_area(
    centre public.geography, site_ids text[], versions integer[], buffer double precision
) RETURNS public.geography LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN buffer <= 0 THEN centre
        ELSE coalesce(
            (
                SELECT geom_polygon::public.geography FROM infrastructure.sites
                WHERE cardinality(site_ids) = 1 AND id = site_ids[1] AND version = versions[1]
            ),
            public.ST_Buffer(centre, buffer * 1000)
        )
    END
$$;

CREATE OR REPLACE FUNCTION public.hartigan_cluster(visits public.hartigan_visits)
RETURNS public.hartigan_clusters LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    result public.hartigan_clusters;
    site record;
    nearest integer;
    share double precision;
    centres public.geometry[] = '{}';
    cluster_weights integer[] = '{}';
    -- The number in `members` of the cluster that each visited site belongs to, in the order of the loop.
    members integer[] = '{}';
    ordered_sites text[] = '{}';
    ordered_versions integer[] = '{}';
BEGIN
    FOR site IN
        SELECT visit.id, visit.version, visit.weight, sites.geom_point
        FROM unnest(visits.site_ids, visits.versions, visits.weights) WITH ORDINALITY
            AS visit (id, version, weight, place)
        JOIN infrastructure.sites AS sites ON sites.id = visit.id AND sites.version = visit.version
        ORDER BY visit.weight DESC, visit.place
    LOOP
        SELECT min(number) INTO nearest
        FROM unnest(centres) WITH ORDINALITY AS cluster (centre, number)
        WHERE public.ST_DWithin(centre::public.geography, site.geom_point::public.geography, visits.radius * 1000);
        IF nearest IS NULL THEN
            nearest = cardinality(centres) + 1;
            centres[nearest] = site.geom_point;
            cluster_weights[nearest] = site.weight;
        ELSE
            cluster_weights[nearest] = cluster_weights[nearest] + site.weight;
            share = site.weight::double precision / cluster_weights[nearest];
            centres[nearest] = public.ST_SetSRID(
                public.ST_MakePoint(
                    public.ST_X(centres[nearest]) * (1 - share) + public.ST_X(site.geom_point) * share,
                    public.ST_Y(centres[nearest]) * (1 - share) + public.ST_Y(site.geom_point) * share
                ),
                4326
            );
        END IF;
        members = members || nearest;
        ordered_sites = ordered_sites || site.id;
        ordered_versions = ordered_versions || site.version;
    END LOOP;

    SELECT
        array_agg(public.hartigan_area(centres[number], sites, versions, visits.buffer) ORDER BY number),
        array_agg(number ORDER BY number),
        array_agg(cluster_weights[number] ORDER BY number),
        array_agg(array_to_string(sites, '::') ORDER BY number),
        array_agg(array_to_string(versions, '::') ORDER BY number)
    INTO result
    FROM (
        SELECT number, array_agg(id ORDER BY place) AS sites, array_agg(version ORDER BY place) AS versions
        FROM unnest(members, ordered_sites, ordered_versions) WITH ORDINALITY
            AS member (number, id, version, place)
        GROUP BY number
    ) AS clusters
    WHERE cluster_weights[number] >= visits.call_threshold;
    RETURN result;
END
$$;

CREATE OR REPLACE AGGREGATE public.hartigan (
    site_id text, version integer, weight integer,
    radius double precision, buffer double precision, call_threshold integer
) (
    SFUNC = public.hartigan_visit,
    STYPE = public.hartigan_visits,
    FINALFUNC = public.hartigan_cluster
);

REVOKE ALL ON FUNCTION
    public.hartigan_visit, public.hartigan_area, public.hartigan_cluster, public.hartigan
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    public.hartigan_visit, public.hartigan_area, public.hartigan_cluster, public.hartigan
TO flowmachine;
