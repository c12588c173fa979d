import sys

from wenxiao.cli.main import main

sys.exit(main())
