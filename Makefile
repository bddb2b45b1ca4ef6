# Every target is one line; `make` alone prints this list. `make run` and `make test` set everything up themselves.
PYTHON ?= python3
IN = $(PYTHON) -m tests --only

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'
run: ## set up, build, load the demo company and serve (HOST, PORT, DATA; DEMO=0 starts empty)
	@DEMO=$(or $(DEMO),1) $(PYTHON) -m api
test: ## set up and pass every test, browser included
	@$(PYTHON) -m tests
check: ## the quick checks: format, lint, contracts, types, unit tests
	@$(IN) check
simulate: ## real phones and real server under seeded faults: SEEDS=count or from-to, JOBS=pairs, TRACE=1
	@SEEDS=$(or $(SEEDS),200) JOBS=$(or $(JOBS),1) TRACE=$(TRACE) $(IN) campaign
faults: ## a real server killed, cut off, starved: KILLS=1000 PG_KILLS=200 CUTS=2000 ANSWERS=1000 SEED=1 (small by default)
	@KILLS=$(KILLS) PG_KILLS=$(PG_KILLS) CUTS=$(CUTS) ANSWERS=$(ANSWERS) CASES=10 SEED=$(SEED) $(IN) faults
mutants: ## faults planted in the protocol, each played until it is noticed: MOST=schedules of each, DOC=1 writes docs/simulation.md
	@MOST=$(MOST) DOC=$(DOC) $(IN) mutants
browser: ## the browser tests: ALL=1 plays every scenario, KILLS=200 kills the browser that often (SEED)
	@$(IN) browser
bench: ## what was promised, measured beside limits and peers: ONLY=P1,P4 RUNS=5
	@$(IN) bench
shots: ## screenshots of every face into docs/shots
	@$(IN) shots
worker: ## a worker for Redis installations (REDIS_URL, DATABASE_URL)
	@$(PYTHON) -m api worker
docs: ## write what is generated: OpenAPI, wire types, problems, lifecycle
	@$(IN) docs
lock: ## renew the hash-locked requirements from pyproject.toml
	@$(IN) lock
.PHONY: help run test check simulate mutants faults browser bench shots worker docs lock
