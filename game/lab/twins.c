/* The movement range and the supply trace as in game/rules/movement.py and supply.py, in C: the same algorithm on the
   same arrays, against which `main.py bench` measures the compiled kernels. Columns are those of the Python files. */
#include <stdint.h>
typedef int64_t I;

enum { BUCKETS = 1024 };
enum { TERRAIN = 0, FIRST_ARC = 4, END_ARC = 5 };
enum { TO = 0, EDGE = 1, SURFACE = 4, WATER_SIDE = 5 };
enum { WATER_TERRAIN = 7 };

typedef struct {
    I units, unit_columns, hexes, hex_columns, edge_columns, board_columns, arc_columns, roster_columns, arcs;
    I at_hex, at_points, at_allowance, at_side, at_mobility, at_role, at_owner, at_rubble, at_bridge, role_source;
    I ground, soft, farthest, damaged_minutes, pontoon_minutes;
} Shape;

static I push(I *queue, I tail, I h, I cost) {
    queue[2 * tail] = h;
    queue[2 * tail + 1] = queue[2 * cost + 1];
    queue[2 * cost + 1] = tail;
    return tail + 1;
}

static I water_points(I water, I bridge, const I *extra) {
    if (water == 0 || bridge == 1) return 0;
    if (bridge == 2) return extra[3];
    if (bridge == 4) return extra[4];
    return extra[water == 2 ? 2 : 1];
}

/* extra: slope, river, canal, damaged, pontoon, rubble, foreign of the unit's mobility; march: (arcs, 2) of today */
I reach(const Shape *k, const I *units, const I *roster, const I *hexes, const I *edges, const I *board, const I *arcs,
        const I *march, const I *extra, const I *stack, const I *zones, I u, I *best, I *via, I *reached, I *queue) {
    I start = units[u * k->unit_columns + k->at_hex], points = units[u * k->unit_columns + k->at_points];
    I allowance = units[u * k->unit_columns + k->at_allowance], s = roster[u * k->roster_columns + k->at_side];
    for (I h = 0; h < k->hexes; h++) best[h] = -1;
    if (start < 0) return 0;
    best[start] = 0;
    via[start] = -1;
    I tail = push(queue, BUCKETS, start, 0), count = 0;
    for (I cost = 0; cost <= points; cost++) {
        I entry = queue[2 * cost + 1];
        queue[2 * cost + 1] = -1;
        while (entry >= 0) {
            I h = queue[2 * entry];
            entry = queue[2 * entry + 1];
            if (best[h] != cost) continue;
            reached[count++] = h;
            if (h != start && zones[h] == 2) continue;
            for (I a = board[h * k->board_columns + FIRST_ARC]; a < board[h * k->board_columns + END_ARC]; a++) {
                const I *arc = arcs + a * k->arc_columns;
                I n = arc[TO];
                if ((0 <= best[n] && best[n] <= cost)) continue;
                if (stack[n] >= 0 && roster[stack[n] * k->roster_columns + k->at_side] != s) continue;
                I step = march[2 * a], road = march[2 * a + 1], water = arc[WATER_SIDE];
                I owner = hexes[n * k->hex_columns + k->at_owner];
                if (step < 0) continue;
                if (water) {
                    I bridge = edges[arc[EDGE] * k->edge_columns + k->at_bridge];
                    I more = water_points(water, bridge, extra);
                    if (more < 0) continue;
                    step += more;
                    road = road < 0 || bridge == 0 || bridge == 3 ? -1 : road + more;
                }
                if (0 <= road && road < step && zones[h] == 0 && zones[n] == 0) step = road;
                step += hexes[n * k->hex_columns + k->at_rubble] * extra[5];
                if (owner != s) step += extra[6];
                I fresh = cost == 0 && points == allowance && points > 0;
                if (zones[h] == 2 && !fresh) continue;
                if (zones[h] == 2 && zones[n] == 2) {
                    if (owner == 1 - s) continue;
                    step = points;
                } else {
                    if (zones[n] == 1) step += k->soft;
                    if (fresh && step > points) step = points;
                }
                I total = cost + step;
                if (step > 0 && total <= points && (best[n] < 0 || total < best[n])) {
                    best[n] = total;
                    via[n] = a;
                    tail = push(queue, tail, n, total);
                }
            }
        }
    }
    return count;
}

/* reach for units first to last - 1, so many times; hexes reached in all */
I reach_all(const Shape *k, const I *units, const I *roster, const I *hexes, const I *edges, const I *board,
            const I *arcs, const I *march, const I *crossings, I table_columns, const I *stack, const I *zones,
            const I *who, I count, I times, I *best, I *via, I *reached, I *queue) {
    I total = 0;
    for (I t = 0; t < times; t++)
        for (I i = 0; i < count; i++) {
            I u = who[i], mobility = roster[u * k->roster_columns + k->at_mobility], extra[7];
            for (I c = 0; c < 7; c++) extra[c] = crossings[c * table_columns + mobility];
            total += reach(k, units, roster, hexes, edges, board, arcs, march + mobility * k->arcs * 2, extra, stack,
                           zones + k->hexes * (1 - roster[u * k->roster_columns + k->at_side]), u, best, via, reached,
                           queue);
        }
    return total;
}

static I side_of(const Shape *k, const I *roster, I u) { return u < 0 ? -1 : roster[u * k->roster_columns + k->at_side]; }

/* minutes by surface and ground: surface * table_columns + ground; rubble_minutes by level; extra: of mobility foot */
I trace(const Shape *k, const I *units, const I *roster, const I *hexes, const I *edges, const I *board, const I *arcs,
        const I *minutes_of, I table_columns, const I *rubble_minutes, const I *extra, const I *stack, const I *zones,
        I s, I *best, I *via, I *carried, I *open, I *served, I *queue) {
    const I *theirs = zones + k->hexes * (1 - s);
    for (I h = 0; h < k->hexes; h++) {
        best[h] = carried[h] = -1;
        I holder = side_of(k, roster, stack[h]);
        open[h] = board[h * k->board_columns + TERRAIN] != WATER_TERRAIN
                  && hexes[h * k->hex_columns + k->at_owner] != 1 - s
                  && (holder == s || (holder < 0 && theirs[h] != 2));
    }
    I tail = BUCKETS, count = 0;
    for (I u = 0; u < k->units; u++) {
        I h = units[u * k->unit_columns + k->at_hex];
        if (roster[u * k->roster_columns + k->at_role] != k->role_source || side_of(k, roster, u) != s || best[h] == 0)
            continue;
        if (hexes[h * k->hex_columns + k->at_owner] == s && side_of(k, roster, stack[h]) != 1 - s) {
            best[h] = 0;
            via[h] = -1;
            tail = push(queue, tail, h, 0);
        }
    }
    for (I minutes = 0; minutes <= k->farthest; minutes++) {
        I entry = queue[2 * minutes + 1];
        queue[2 * minutes + 1] = -1;
        while (entry >= 0) {
            I h = queue[2 * entry];
            entry = queue[2 * entry + 1];
            if (best[h] != minutes || carried[h] == 0) continue;
            carried[h] = 0;
            served[count++] = h;
            for (I a = board[h * k->board_columns + FIRST_ARC]; a < board[h * k->board_columns + END_ARC]; a++) {
                const I *arc = arcs + a * k->arc_columns;
                I n = arc[TO], bridge = edges[arc[EDGE] * k->edge_columns + k->at_bridge];
                if (arc[SURFACE] == 0 || !open[n] || (0 <= best[n] && best[n] <= minutes)) continue;
                if (arc[WATER_SIDE] && bridge != 1 && bridge != 2 && bridge != 4) continue;
                I time = minutes_of[arc[SURFACE] * table_columns + k->ground];
                I r = hexes[h * k->hex_columns + k->at_rubble], q = hexes[n * k->hex_columns + k->at_rubble];
                time += rubble_minutes[r > q ? r : q];
                if (bridge == 2) time += k->damaged_minutes;
                if (bridge == 4) time += k->pontoon_minutes;
                I total = minutes + time;
                if (total <= k->farthest && (best[n] < 0 || total < best[n])) {
                    best[n] = total;
                    via[n] = a;
                    tail = push(queue, tail, n, total);
                }
            }
        }
    }
    I begin = 0;
    for (I carry = 1; carry <= 4; carry++) {
        I end = count;
        for (I i = begin; i < end; i++) {
            I h = served[i];
            for (I a = board[h * k->board_columns + FIRST_ARC]; a < board[h * k->board_columns + END_ARC]; a++) {
                const I *arc = arcs + a * k->arc_columns;
                I n = arc[TO];
                if (!open[n] || (0 <= carried[n] && carried[n] < carry) || (carried[n] == carry && best[n] <= best[h]))
                    continue;
                if (water_points(arc[WATER_SIDE], edges[arc[EDGE] * k->edge_columns + k->at_bridge], extra) < 0)
                    continue;
                if (carried[n] < 0) served[count++] = n;
                carried[n] = carry;
                best[n] = best[h];
                via[n] = a;
            }
        }
        begin = end;
    }
    return count;
}

I trace_all(const Shape *k, const I *units, const I *roster, const I *hexes, const I *edges, const I *board,
            const I *arcs, const I *minutes_of, I table_columns, const I *rubble_minutes, const I *extra,
            const I *stack, const I *zones, I times, I *best, I *via, I *carried, I *open, I *served, I *queue) {
    I total = 0;
    for (I t = 0; t < times; t++)
        total += trace(k, units, roster, hexes, edges, board, arcs, minutes_of, table_columns, rubble_minutes, extra,
                       stack, zones, t & 1, best, via, carried, open, served, queue);
    return total;
}
