# findings

find-e201-cause = Bảng thiếu cột bắt buộc { $column }; tiêu đề lạ gần nhất: { $nearest }.
find-e201-action = Thêm cột { $column }, hoặc khai báo tiêu đề của nó trong [columns].
find-e202-cause = Ô này bắt buộc mà đang để trống.
find-e202-action = Điền ô này.
find-e203-cause = ‹{ $found }› không phải số nguyên từ { $least } trở lên.
find-e203-action = Ghi số nguyên, ví dụ 4 hoặc 20.961.
find-e204-cause = ‹{ $found }› không phải số thập phân hữu hạn.
find-e204-action = Ghi số như 140,5 hoặc 140.5; không dùng NaN, inf, 1e3.
find-e205-cause = ‹{ $found }› không phải có hoặc không.
find-e205-action = Ghi 1, x, có, true; hoặc để trống, 0, --, không, false.
find-e206-cause = ‹{ $found }› không phải tỷ lệ từ 0 đến 1.
find-e206-action = Ghi như 0,8 hoặc 80%.
find-e207-cause = ‹{ $found }› không thuộc các từ được dùng: { $expected }.
find-e207-action = Dùng một từ trong danh sách, bằng tiếng Anh hoặc tiếng Việt tương ứng.
find-e208-cause = ‹{ $found }› không đọc được thành số tiền.
find-e208-action = Ghi số đồng hoặc kèm đơn vị: 60.000.000, 60 triệu, 2,1 tỷ, 500k.
find-e209-cause = Số tiền ‹{ $found }› nhỏ hơn 0.
find-e209-action = Ghi số tiền từ 0 trở lên.
find-e210-cause = Số tiền ‹{ $found }› vượt 1.000.000 tỷ đồng.
find-e210-action = Kiểm tra đơn vị của bảng ([units] money) và số chữ số.
find-e211-cause = ‹{ $found }› phải lớn hơn 0.
find-e211-action = Ghi một số lớn hơn 0; gói hỗ trợ phải có mức hỗ trợ.
find-e212-cause = ‹{ $found }› không được nhỏ hơn 0.
find-e212-action = Ghi số từ 0 trở lên.
find-e213-cause = ‹{ $found }› không phải số đồng nguyên.
find-e213-action = Ghi số đồng nguyên; nếu là triệu hay tỷ thì ghi rõ đơn vị.
find-e214-cause = ‹{ $found }› có thể là { $one } đồng hoặc { $other } đồng.
find-e214-action = Ghi rõ, ví dụ số đồng đầy đủ { $one } hay { $other } kèm chữ đồng.
find-e215-cause = Đến dòng này tổng số tiền của bảng { $table } vượt { $limit } đồng.
find-e215-action = Kiểm tra đơn vị tiền và số lượng của bảng.
find-e217-cause = Thiết lập { $key } = { $found }, phải là { $expected }.
find-e217-action = Sửa { $key } trong scenario.toml.
find-w218-cause = { $count } năm sinh không phải năm có bốn chữ số (dòng đầu tiên nêu ở đây); chỉ dùng để in danh sách.
find-w218-action = Ghi năm sinh bằng bốn chữ số.
find-w219-cause = Chuẩn nghèo ‹{ $found }› có hiệu lực từ { $from } đến { $to }, kế hoạch là của năm { $year }.
find-w219-action = Chọn chuẩn nghèo của năm đó, hoặc giữ nguyên nếu có chủ ý.
find-e301-cause = Mã ‹{ $found }› đã có ở dòng { $first }.
find-e301-action = Đổi một trong hai mã, hoặc bỏ một dòng.
find-e302-cause = Mã hộ ‹{ $found }› cũng là mã của một địa bàn.
find-e302-action = Đổi mã hộ, ví dụ thêm chữ H phía trước.
find-e303-cause = ‹{ $found }› không có trong bảng { $table }; mã gần nhất: { $nearest }.
find-e303-action = Sửa mã, hoặc thêm dòng còn thiếu vào bảng { $table }.
find-e305-cause = Địa bàn { $code } cấp { $level } nằm dưới ‹{ $found }› cũng chỉ là cấp { $above }.
find-e305-action = Sửa cột cấp hoặc cột mã cấp trên.
find-e306-cause = Các địa bàn nằm dưới chính mình: { $circle }.
find-e306-action = Sửa mã cấp trên của một địa bàn trong vòng; gốc thì để trống.
find-e307-cause = ‹{ $found }› không phải xã và không nằm trong xã nào.
find-e307-action = Ghi mã xã hoặc mã thôn, bản thuộc một xã.
find-e308-cause = ‹{ $found }› là địa bàn nhưng không phải cấp xã.
find-e308-action = Ghi mã xã.
find-e309-cause = ‹{ $key }› không phải chỉ số của chuẩn nghèo nào đã biết; gần nhất: { $nearest }.
find-e309-action = Sửa tên chỉ số.
find-e310-cause = Không có chuẩn nghèo ‹{ $found }›; gần nhất: { $nearest }; có: { $expected }.
find-e310-action = Sửa { $key } trong scenario.toml, hoặc thêm bảng [standards].
find-e320-cause = Số định danh ở dòng này đã có ở dòng { $first }: một hộ được ghi hai lần, hoặc một trong hai số sai.
find-e320-action = Bỏ một dòng, hoặc sửa số định danh.
find-w311-cause = Không gói hỗ trợ nào thuộc lĩnh vực ‹{ $found }›; gần nhất: { $nearest }.
find-w311-action = Sửa lĩnh vực, hoặc thêm gói hỗ trợ.
find-w312-cause = Không hộ nào thuộc nhóm ‹{ $found }›; gần nhất: { $nearest }.
find-w312-action = Sửa tên nhóm, hoặc ghi nhóm vào danh sách hộ.
find-w313-cause = { $key } có ‹{ $found }› mà không ai thuộc nhóm đó; gần nhất: { $nearest }.
find-w313-action = Sửa tên nhóm trong scenario.toml.
find-w321-cause = { $count } dòng trùng tên chủ hộ, năm sinh và nơi ở với một dòng phía trên: dòng { $rows }.
find-w321-action = Nếu là hai hộ khác nhau thì không phải làm gì; nếu là một hộ, bỏ một dòng.
find-w401-cause = { $count } hộ ghi { $stated } nhưng theo điểm là { $scored } (dòng { $rows }); chương trình theo phân loại đã ghi.
find-w401-action = Rà soát lại các hộ này.
find-e402-cause = Nhu cầu của ‹{ $beneficiary }› về ‹{ $package }› đã có ở dòng { $first }.
find-e402-action = Bỏ một dòng; xã cần nhiều thì tăng số lượng.
find-w402-cause = Chuẩn nghèo ‹{ $found }› chưa có ngưỡng điểm, nên không đối chiếu được phân loại của { $count } hộ có điểm.
find-w402-action = Thêm points_line trong bảng [standards] nếu địa phương đã có.
find-e403-cause = Nguồn này có cả số tiền lẫn hiện vật ‹{ $found }›.
find-e403-action = Tách thành hai nguồn.
find-w403-cause = { $key } khác 0, nhưng chuẩn nghèo ‹{ $found }› chưa có ngưỡng điểm nên không cộng gì.
find-w403-action = Đặt { $key } = 0, hoặc thêm points_line.
find-e404-cause = Nguồn này không có số tiền, cũng không có hiện vật.
find-e404-action = Ghi amount, hoặc goods và quantity.
find-w404-cause = Gói ‹{ $package }› tự xác định nhu cầu, nhưng không hộ nào thỏa điều kiện.
find-w404-action = Kiểm tra phân loại, nhóm và chỉ số của gói; chuẩn nghèo đang dùng phải tính chỉ số đó.
find-e405-cause = Số lượng ‹{ $found }› chỉ dùng cho hiện vật, nguồn này là tiền.
find-e405-action = Xóa số lượng, hoặc thay số tiền bằng hiện vật.
find-e406-cause = Nguồn hiện vật này không có số lượng.
find-e406-action = Ghi số lượng từ 1 trở lên.
find-e407-cause = Hiện vật ‹{ $found }› dành cho xã, nhưng nguồn chỉ định hộ ‹{ $beneficiary }›.
find-e407-action = Chỉ định xã, hoặc đổi gói hiện vật.
find-e408-cause = Mức tối thiểu ‹{ $found }› cao hơn mức hỗ trợ { $cost } đồng.
find-e408-action = Giảm min_amount.
find-w409-cause = Gói ‹{ $package }› có mức tối thiểu ‹{ $found }› nhưng không chia nhỏ được.
find-w409-action = Đánh dấu divisible, hoặc xóa min_amount.
find-e410-cause = Gói ‹{ $package }› không dành cho phân loại { $condition } của ‹{ $beneficiary }›.
find-e410-action = Bỏ nhu cầu này, hoặc sửa cột classes của gói.
find-e411-cause = Gói ‹{ $package }› cần nhóm ‹{ $condition }› mà hộ ‹{ $beneficiary }› không có.
find-e411-action = Bỏ nhu cầu này, hoặc bổ sung nhóm của hộ.
find-e412-cause = Gói ‹{ $package }› loại trừ nhóm ‹{ $condition }› mà hộ ‹{ $beneficiary }› có.
find-e412-action = Bỏ nhu cầu này, hoặc sửa nhóm của hộ.
find-e413-cause = Gói ‹{ $package }› dành cho xã, ‹{ $beneficiary }› là hộ.
find-e413-action = Ghi mã xã, hoặc chọn gói dành cho hộ.
find-e414-cause = ‹{ $beneficiary }› là hộ mà số lượng gói ‹{ $package }› là { $found }.
find-e414-action = Hộ chỉ có số lượng 1; gộp các dòng cam kết của cùng một gói.
find-e415-cause = Cột class chỉ dùng cho đề nghị của xã; ‹{ $beneficiary }› là hộ (‹{ $found }›).
find-e415-action = Xóa ô này; phân loại của hộ lấy từ danh sách hộ.
find-e416-cause = Xã ‹{ $area }› có đề nghị mà không có tổng số hộ, nên không tính được tỷ lệ nghèo.
find-e416-action = Ghi tổng số hộ của xã, hoặc đặt severity.commune_poverty_rate = 0.
find-e417-cause = Số hộ nghèo ‹{ $found }› lớn hơn tổng số hộ { $households }.
find-e417-action = Sửa một trong hai số.
find-w418-cause = Hộ nghèo { $poor } và cận nghèo ‹{ $found }› cộng lại lớn hơn tổng số hộ { $households }.
find-w418-action = Kiểm tra các số này.
find-e419-cause = Danh sách hộ có nhiều hộ nghèo ở ‹{ $area }› hơn tổng số { $households } hộ.
find-e419-action = Sửa tổng số hộ, hoặc ghi số hộ nghèo chính thức.
find-e430-cause = Dòng bên ngoài không có nguồn, nhưng ghi ‹{ $found }›.
find-e430-action = Xóa nguồn, hoặc ghi promised hay disbursed.
find-e431-cause = Dòng đã hứa hoặc đã chi phải có nguồn.
find-e431-action = Ghi mã nguồn; nếu do nơi khác giúp thì ghi outside.
find-e432-cause = Nguồn ‹{ $source }› không được chi gói ‹{ $package }› cho ‹{ $beneficiary }›: trái điều kiện ở cột { $condition }.
find-e432-action = Sửa dòng cam kết, hoặc điều kiện của nguồn.
find-e433-cause = Nguồn ‹{ $source }› có { $limit } đồng mà đã cam kết { $committed } đồng, vượt { $excess } đồng (dòng { $rows }).
find-e433-action = Giảm các cam kết này, hoặc tăng nguồn.
find-e434-cause = Nguồn ‹{ $source }› chỉ chi trọn gói: ‹{ $package }› cho ‹{ $beneficiary }› ghi { $found } đồng, phải là { $expected } đồng.
find-e434-action = Sửa số tiền hoặc số lượng.
find-e435-cause = Nhu cầu ‹{ $package }› của ‹{ $beneficiary }› còn { $limit } đồng mà đã cam kết { $committed } đồng, vượt { $excess } đồng (dòng { $rows }).
find-e435-action = Giảm cam kết, hoặc tăng số lượng của nhu cầu.
find-e436-cause = Nhu cầu ‹{ $package }› của ‹{ $beneficiary }› là { $asked } đồng mà bên ngoài đã giúp { $outside } đồng (dòng { $rows }).
find-e436-action = Sửa số lượng của dòng, hoặc của nhu cầu.
find-e437-cause = ‹{ $beneficiary }› đã được cam kết nhiều gói của nhóm ‹{ $group }›: { $packages } (dòng { $rows }).
find-e437-action = Chỉ giữ một gói.
find-e438-cause = Nguồn ‹{ $source }› đã cam kết { $committed } đồng cho ‹{ $beneficiary }›, tối đa { $limit } đồng, vượt { $excess } đồng (dòng { $rows }).
find-e438-action = Giảm cam kết, hoặc nâng max_per_household.
find-e439-cause = Nguồn ‹{ $source }› đã cam kết { $committed } đồng ở xã ‹{ $commune }›, tối đa { $limit } đồng, vượt { $excess } đồng (dòng { $rows }).
find-e439-action = Giảm cam kết, hoặc nâng max_per_commune.
find-e441-cause = Dòng phân công phải có đúng một trong area và household.
find-e441-action = Ghi mã xã hoặc mã hộ, không ghi cả hai.
find-e442-cause = Phân công này đã có ở dòng { $first }.
find-e442-action = Bỏ một dòng.
find-e443-cause = Nguồn này vừa phân công xã vừa phân công hộ (xem dòng { $first }).
find-e443-action = Mỗi nguồn chỉ ghi toàn xã hoặc toàn hộ.
find-e444-cause = Nguồn ‹{ $source }› giữ { $keeps } nơi, tối đa { $most }.
find-e444-action = Bỏ bớt dòng keep, hoặc nâng max_partners.
find-w445-cause = Cam kết tạo nhu cầu ‹{ $package }› cho ‹{ $beneficiary }› dù gói không dành cho trường hợp này ({ $condition }).
find-w445-action = Kiểm tra dòng cam kết; cam kết vẫn được giữ.
find-e446-cause = Gói ‹{ $package }› dành cho xã nên không thể là { $found }.
find-e446-action = Ghi requested, và đề nghị của xã ở bảng needs.
find-w450-cause = Không nhu cầu nào thỏa các điều kiện của nguồn ‹{ $source }›.
find-w450-action = Kiểm tra các điều kiện và tài khoản của nguồn.
find-w460-cause = Theo { $key } = unit, một suất ‹{ $cheapest }› ({ $lowest } đồng) nặng ngang một suất ‹{ $dearest }› ({ $highest } đồng).
find-w460-action = Dùng basis = cost, hoặc đặt priority cho từng gói.
find-e461-cause = Quy tắc ‹{ $rule }›: ‹{ $key }› = ‹{ $found }› không hiểu được.
find-e461-action = Dùng một trong: { $expected }.
find-e462-cause = ‹{ $rule }› không có tên.
find-e462-action = Đặt cho quy tắc một tên riêng (name).
find-e463-cause = Tên ‹{ $found }› đã dùng cho một quy tắc khác.
find-e463-action = Đổi tên một quy tắc.
find-e464-cause = Quy tắc ‹{ $rule }›: ‹{ $key }› = ‹{ $found }› không phải là mức hợp lệ (hoặc thiếu cả at_least và at_most).
find-e464-action = Ghi một số không âm, một số tiền ("80 triệu", chỉ cho amount) hoặc một tỷ lệ ("40%").
find-e465-cause = Quy tắc ‹{ $rule }›: không có ‹{ $found }› trong { $key }; gần nhất: ‹{ $nearest }›.
find-e465-action = Sửa mã.
find-e466-cause = Quy tắc ‹{ $rule }›: ‹of› chỉ có nghĩa với mức là tỷ lệ, và tỷ lệ cần ‹over› hoặc ‹where›.
find-e466-action = Bỏ ‹of›, hoặc thêm ‹where› hay ‹over›.
find-e467-cause = Quy tắc ‹{ $rule }›: soft = ‹{ $found }› không phải số dương.
find-e467-action = Ghi giá lớn hơn 0, hoặc bỏ soft để quy tắc là bắt buộc.
find-e468-cause = Quy tắc ‹{ $rule }›: at_least lớn hơn at_most.
find-e468-action = Đổi lại hai mức.
find-e469-cause = Quy tắc ‹{ $rule }›: thước đo này không đi với ‹{ $key }› ({ $found }).
find-e469-action = over = source, where.sources, where.kinds chỉ đi với amount; exits, poverty_drop đi với all hoặc địa bàn, điều kiện về địa bàn, loại hộ, nhóm; partners đi với over = commune, điều kiện về địa bàn, số thường, không có soft.
find-e470-cause = Quy tắc ‹{ $rule }› cần tỷ lệ nghèo, mà xã ‹{ $area }› không có tổng số hộ.
find-e470-action = Ghi tổng số hộ của xã trong bảng areas.
find-e471-cause = Quy tắc ‹{ $rule }›: xã ‹{ $area }› được tối đa { $most } nguồn, nhưng các dòng keep và cam kết đã đặt { $count } nguồn ở đó: { $sources }.
find-e471-action = Nâng at_most, để xã này ngoài quy tắc, hoặc bỏ bớt dòng keep hay cam kết.
find-w472-cause = Quy tắc ‹{ $rule }› có at_least, nhưng { $count } nhóm không có nhu cầu nào để đạt: { $groups }.
find-w472-action = Kiểm tra bảng needs và điều kiện của quy tắc; rules.csv ghi các nhóm này là no_demand.
find-w473-cause = Quy tắc ‹{ $rule }› có at_least, nhưng không nhu cầu nào thỏa điều kiện của quy tắc, nên quy tắc không ràng buộc gì.
find-w473-action = Kiểm tra where và over của quy tắc, và bảng needs.
find-e480-cause = Các cam kết cho { $beneficiary }, nội dung { $package }, không thể bù đủ thành suất trọn vẹn: còn thiếu { $missing } đồng.
find-e480-action = Bổ sung tiền của nguồn được phép chi, hoặc sửa cam kết cho tròn suất.
find-e481-cause = Cách sửa { $repair }: quy tắc ‹{ $rule }› ở ‹{ $group }› ({ $beneficiaries } đối tượng) không đạt { $key } = { $asked }; còn thiếu { $missing }.
find-e481-action = Nới { $key } đi { $missing }, hoặc thêm nguồn lực được phép dùng ở đó; các quy tắc khác vẫn giữ được.
find-e482-cause = Chắc chắn không thể: quy tắc ‹{ $rule }› ở ‹{ $group }› đòi at_least = { $asked }, mà đáp ứng mọi nhu cầu ở đó cũng chỉ được { $possible }.
find-e482-action = Hạ at_least xuống không quá { $possible }, hoặc bổ sung nhu cầu.
find-e483-cause = Chắc chắn không thể: quy tắc ‹{ $rule }› ở ‹{ $group }› đòi at_least = { $asked }, mà tiền được chi ở đó chỉ có { $money } đồng (nguồn: { $sources }), nhiều nhất đạt { $possible }.
find-e483-action = Thêm nguồn lực được phép dùng ở đó, nới điều kiện của một nguồn, hoặc hạ at_least xuống không quá { $possible }.
find-e484-cause = Chắc chắn không thể: để { $count } nhóm của quy tắc ‹{ $rule }› cùng đạt at_least = { $asked } cần thêm ít nhất { $needed } đồng, mà tiền được chi ở đó chỉ dùng được { $money } đồng: thiếu { $missing } đồng.
find-e484-action = Thêm ít nhất { $missing } đồng được phép dùng ở đó, nới điều kiện của một nguồn, hoặc hạ at_least.
find-e485-cause = Chắc chắn không thể: dù mọi gói được chia nhỏ, các quy tắc cũng không cùng đúng. Nếu chỉ nới ‹{ $rule }› ở ‹{ $group }› ({ $key } = { $asked }) thì phải nới ít nhất { $missing }.
find-e485-action = Nới ít nhất chừng ấy rồi chạy lại; hoặc tăng time_limit để chương trình tìm cách sửa theo trọn suất.
find-e486-cause = Chắc chắn không thể: dù mọi gói được chia nhỏ, các quy tắc cũng không cùng đúng, và không quy tắc nào nới một mình là đủ. Cách nới ít nhất có ‹{ $rule }› ở ‹{ $group }› ({ $key } = { $asked }): nới { $missing }.
find-e486-action = Nới các quy tắc được nêu rồi chạy lại; hoặc tăng time_limit để chương trình tìm cách sửa theo trọn suất.
find-e487-cause = Riêng các cam kết đã vượt quy tắc ‹{ $rule }› ở ‹{ $group }›: { $lines } dòng, kể cả phần bù cho đủ suất, cộng lại là { $reached }, trong khi at_most = { $asked }. Dòng này: { $amount } đồng.
find-e487-action = Nâng at_most lên ít nhất { $reached }, hoặc sửa cam kết; cam kết luôn được giữ.
find-w482-cause = Quy tắc ‹{ $rule }› ở ‹{ $group }› không thể giữ cùng các quy tắc khác: đã nới { $key } từ { $asked } thành { $bound } (--relax).
find-w482-action = Phương án này không giữ mức đã ghi: người quyết định phải biết trước khi ký; hoặc sửa quy tắc, thêm nguồn lực rồi chạy lại.
find-w520-cause = Đợt trước chi cho { $count } nhu cầu, { $amount } đồng, nay không còn trong kịch bản.
find-w520-action = Không cần làm gì: các khoản ấy không tính vào thay đổi. Nếu sai, sửa mã trong bảng needs.

# Loạt phương án
find-e601-cause = Kịch bản không có phương án nào để so sánh: phần [sweep] không có axis, case, pledges hay baselines.
find-e601-action = Thêm ít nhất một [[sweep.axis]] hoặc [[sweep.case]] vào scenario.toml.
find-e602-cause = “{ $key }” không chỉ vào đâu: không có “{ $found }” (gần nhất: { $nearest }), hoặc loạt phương án không được đổi mục này.
find-e602-action = Ghi một khóa của scenario.toml, một ô như sources[mã].amount, hoặc rules[tên].at_least.
find-e603-cause = Không có cách chia thông lệ “{ $found }” (gần nhất: { $nearest }).
find-e603-action = Chọn trong: { $expected }.
find-e604-cause = “{ $key }” cho quá nhiều phương án, hoặc không cho phương án nào (nhiều nhất { $most }).
find-e604-action = Bớt trục hoặc bớt giá trị; mỗi trục cần ít nhất một giá trị.
