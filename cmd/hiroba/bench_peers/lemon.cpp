// Times LEMON's network simplex on a DIMACS minimum-cost-flow file, in the fastest form that
// is exact for it: arcs sorted by tail in a static graph, the narrowest integers that hold
// every sum. Prints "COST SECONDS" for each run; seconds are CPU time of the solver alone.
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

typedef long long wide;
typedef lemon::StaticDigraph Graph;

struct Arc {
  int from, to;
  wide low, cap, cost;
};

static double cpu() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

template <class Value, class Cost>
static void solve(int nodes, const std::vector<Arc> &arcs, const std::vector<wide> &supply, int runs) {
  std::vector<std::pair<int, int> > ends;
  for (size_t i = 0; i < arcs.size(); i++) ends.push_back(std::make_pair(arcs[i].from, arcs[i].to));
  Graph g;
  g.build(nodes, ends.begin(), ends.end());
  typename Graph::template ArcMap<Value> low(g), cap(g);
  typename Graph::template ArcMap<Cost> cost(g);
  typename Graph::template NodeMap<Value> give(g);
  for (size_t i = 0; i < arcs.size(); i++) {
    low[g.arc(i)] = Value(arcs[i].low);
    cap[g.arc(i)] = Value(arcs[i].cap);
    cost[g.arc(i)] = Cost(arcs[i].cost);
  }
  for (int u = 0; u < nodes; u++) give[g.node(u)] = Value(supply[u]);
  for (int k = 0; k < runs; k++) {
    double begin = cpu();
    lemon::NetworkSimplex<Graph, Value, Cost> s(g);
    s.lowerMap(low).upperMap(cap).costMap(cost).supplyMap(give);
    bool best = s.run() == lemon::NetworkSimplex<Graph, Value, Cost>::OPTIMAL;
    double took = cpu() - begin;
    wide sum = 0;
    for (size_t i = 0; i < arcs.size(); i++) sum += wide(s.flow(g.arc(i))) * arcs[i].cost;
    if (!best) std::exit(3);
    std::printf("%lld %.6f\n", sum, took);
    std::fflush(stdout);
  }
}

static bool byTail(const Arc &a, const Arc &b) { return a.from < b.from; }

int main(int argc, char **argv) {
  std::FILE *f = argc > 1 ? std::fopen(argv[1], "r") : 0;
  if (!f) return 2;
  int runs = argc > 2 ? std::atoi(argv[2]) : 1, nodes = 0;
  std::vector<Arc> arcs;
  std::vector<wide> supply;
  char line[256];
  wide total = 0, most = 0;
  while (std::fgets(line, sizeof line, f)) {
    int u, v;
    wide x;
    Arc a;
    if (std::sscanf(line, "p min %d", &nodes) == 1) {
      supply.assign(nodes, 0);
    } else if (std::sscanf(line, "n %d %lld", &u, &x) == 2) {
      supply[u - 1] = x;
      if (x > 0) total += x;
    } else if (std::sscanf(line, "a %d %d %lld %lld %lld", &u, &v, &a.low, &a.cap, &a.cost) == 5) {
      a.from = u - 1;
      a.to = v - 1;
      arcs.push_back(a);
      most = std::max(most, a.cost < 0 ? -a.cost : a.cost);
    }
  }
  std::fclose(f);
  std::stable_sort(arcs.begin(), arcs.end(), byTail);
  // no arc here can ever carry more than all supplies: costs are such that no cycle pays
  for (size_t i = 0; i < arcs.size(); i++) arcs[i].cap = std::min(arcs[i].cap, total);
  const wide narrow = 2147483647;
  if (total < narrow && (most + 1) * nodes < narrow)
    solve<int, int>(nodes, arcs, supply, runs);
  else if (total < narrow)
    solve<int, wide>(nodes, arcs, supply, runs);
  else
    solve<wide, wide>(nodes, arcs, supply, runs);
}
