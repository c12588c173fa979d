import sys

from wenxiao.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
